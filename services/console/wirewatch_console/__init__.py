"""From alerts in Redis to who asks for them over HTTP: the console service and its command."""
