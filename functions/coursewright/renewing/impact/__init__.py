"""What a model's end or a change of an API makes untrue, from the event to the certificate, and how that is told."""
