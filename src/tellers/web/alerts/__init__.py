"""Alerts on the web: where readers sign up, confirm, change and stop; and where the desk keeps its webhooks."""

from tellers.web.alerts.app import create_alerts, mount_alerts

__all__ = ["create_alerts", "mount_alerts"]
