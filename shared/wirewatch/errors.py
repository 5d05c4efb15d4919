"""Every error that wirewatch raises on purpose.

WirewatchError
├── SettingsError        a setting, rule or seed file is wrong: the start stops, exit code 2
├── MalformedError       bytes that are no such type: to the dead letters, at once
│    └── UnknownVersionError   a major schema version that this release does not read
├── RejectedError        a handler's own verdict that this message can never be handled
├── TransientError       the outside world is away (broker, Redis): try again, for ever
├── BudgetError          too many dead letters in a row or in a window: the service stops
└── StackError           the local Kafka or Redis did not come up
"""


class WirewatchError(Exception):
    """The root: catch it to catch all that wirewatch raises on purpose."""


class SettingsError(WirewatchError):
    """A setting or a file that a person wrote is wrong; the message names the file, the line and the field."""


class MalformedError(WirewatchError):
    """Bytes from a topic that are not the type they should be."""


class UnknownVersionError(MalformedError):
    """A message of a major schema version that this release does not know."""


class RejectedError(WirewatchError):
    """A message that can never be handled, by the handler's own verdict."""


class TransientError(WirewatchError):
    """The outside world is away; the same call may work later."""


class BudgetError(WirewatchError):
    """More dead letters than the budget allows."""


class StackError(WirewatchError):
    """The local Kafka or Redis did not come up, or went away."""
