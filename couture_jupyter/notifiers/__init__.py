"""Notifiers: messages that callbacks send, by e-mail, to Slack, or to any address."""

from couture_jupyter.notifiers.base import BaseNotifier

__all__ = ["BaseNotifier"]
