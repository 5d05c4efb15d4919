"""Servers that ask for certificates, users and passwords: a real Kafka with secured listeners, a TLS door to Redis."""

import os
import select
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from msgspec import Struct

from wirewatch_standalone import kafka as local_kafka
from wirewatch_standalone.children import stop
from wirewatch_standalone.java import find_java
from wirewatch_standalone.ports import free_ports

USER, PASSWORD = "alice", "s3cret=with;some/marks"
_BOUND_S = 60
_COPY_BYTES = 65_536


class Certificates(Struct, frozen=True, kw_only=True):
    """Files (PEM): who signs, and a certificate with its key for 127.0.0.1."""

    ca: Path
    cert: Path
    key: Path

    @property
    def both(self) -> Path:
        """Key and certificate in one file, as Kafka takes them."""
        path = self.cert.with_name("both.pem")
        path.write_text(self.key.read_text() + self.cert.read_text())
        return path


def make_certificates(folder: Path) -> Certificates:
    """Make a signer and a certificate with `openssl`; skips the test where there is none."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make certificates with")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    (folder / "san").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n")
    _openssl(folder, f"{fresh} -x509 -days 2 -subj /CN=signer -keyout ca.key -out ca.pem")
    _openssl(folder, f"{fresh} -subj /CN=wirewatch -keyout own.key -out own.csr")
    _openssl(folder, "x509 -req -days 2 -in own.csr -CA ca.pem -CAkey ca.key -set_serial 1 -extfile san -out own.pem")
    return Certificates(ca=folder / "ca.pem", cert=folder / "own.pem", key=folder / "own.key")


def _openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, capture_output=True, check=True, timeout=_BOUND_S)


class SecureKafka(Struct, frozen=True, kw_only=True):
    """A running Kafka's addresses by how they are secured, and the certificates that it knows."""

    addresses: dict[str, str]
    certificates: Certificates


@contextmanager
def running_secure_kafka(folder: Path, *, cache: Path) -> Iterator[SecureKafka]:
    """Run Kafka with a listener for each way of security; TLS alone asks for the client's certificate."""
    certificates = make_certificates(folder / "certificates")
    ports = dict(zip(("SSL", "SASL_PLAINTEXT", "SASL_SSL"), free_ports(3), strict=True))
    write = local_kafka.write_properties

    def write_secured(there: Path, *, port: int, controller_port: int, data: Path) -> Path:
        path = write(there, port=port, controller_port=controller_port, data=data)
        path.write_text(secured(path.read_text(), ports, certificates))
        return path

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_kafka, "write_properties", write_secured)
        _format_with_user(folder, cache=cache, write=write_secured)
        kafka = local_kafka.start_kafka(
            folder, cache=cache, java=find_java(), data=folder / "data", env=os.environ, options=()
        )
    try:
        local_kafka.await_kafka(kafka)
        addresses = {name: f"127.0.0.1:{port}" for name, port in ports.items()}
        yield SecureKafka(addresses=addresses, certificates=certificates)
    finally:
        stop(kafka.child)


def secured(properties: str, ports: dict[str, int], certificates: Certificates) -> str:
    """Return Kafka's settings with the secured listeners beside the open one."""
    listeners = "".join(f",{name}://127.0.0.1:{port}" for name, port in ports.items())
    lines = [
        line + listeners if line.startswith(("listeners=", "advertised.listeners=")) else line
        for line in properties.splitlines()
    ]
    login = "org.apache.kafka.common.security"
    return "\n".join(
        [
            *lines,
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
            + ",".join(f"{name}:{name}" for name in ports),
            "listener.name.ssl.ssl.client.auth=required",
            "ssl.keystore.type=PEM",
            f"ssl.keystore.location={certificates.both}",
            "ssl.truststore.type=PEM",
            f"ssl.truststore.location={certificates.ca}",
            "listener.name.sasl_plaintext.sasl.enabled.mechanisms=PLAIN",
            "listener.name.sasl_ssl.sasl.enabled.mechanisms=SCRAM-SHA-512",
            f"listener.name.sasl_plaintext.plain.sasl.jaas.config={login}.plain.PlainLoginModule required "
            f'user_{USER}="{PASSWORD}";',
            f"listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={login}.scram.ScramLoginModule required;",
            "",
        ]
    )


def _format_with_user(folder: Path, *, cache: Path, write: Callable[..., Path]) -> None:
    """Format the storage with a SCRAM user in it."""
    port, controller_port = free_ports(2)
    properties = write(folder, port=port, controller_port=controller_port, data=folder / "data")
    command = local_kafka.java_command(folder, cache=cache, java=find_java())
    user = f'SCRAM-SHA-512=[name="{USER}",password="{PASSWORD}"]'
    arguments = ["format", "-t", local_kafka.CLUSTER_ID, "-c", str(properties), "--add-scram", user]
    subprocess.run([*command, "kafka.tools.StorageTool", *arguments], capture_output=True, check=True, timeout=_BOUND_S)


@contextmanager
def tls_door(port: int, certificates: Certificates) -> Iterator[int]:
    """Listen with TLS on a port of ours, and hand all bytes on to a plain one; gives our port.

    A thread for each client, so that the end waits until every socket is closed, those too whose handshake failed.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.cert, certificates.key)

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(_BOUND_S)
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as ours,
                socket.create_connection(("127.0.0.1", port)) as theirs,
            ):
                while _pass_on(ours, theirs):
                    pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="tls-door")
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _pass_on(ours: ssl.SSLSocket, theirs: socket.socket) -> bool:
    """Wait for bytes of either side and hand them to the other; False once a side has ended or says nothing more."""
    ready = [ours] if ours.pending() else select.select([ours, theirs], [], [], _BOUND_S)[0]
    source, target = (ours, theirs) if ours in ready else (theirs, ours)
    data = source.recv(_COPY_BYTES) if ready else b""
    target.sendall(data)
    return bool(data)
