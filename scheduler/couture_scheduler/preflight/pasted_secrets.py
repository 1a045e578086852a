"""What looks like a secret that was pasted into the notebook. A finding never repeats it.

Known forms of keys and tokens are those of detect-secrets; what is set under a name such as ``password`` is one too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from couture_scheduler.preflight.cells import STEP, NotebookSource
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Nodes

_FORMS = {
    "aws": "AWSKeyDetector",
    "azure_storage_key": "AzureStorageKeyDetector",
    "basic_auth": "BasicAuthDetector",
    "discord": "DiscordBotTokenDetector",
    "github_token": "GitHubTokenDetector",
    "gitlab_token": "GitLabTokenDetector",
    "jwt": "JwtTokenDetector",
    "mailchimp": "MailchimpDetector",
    "npm": "NpmDetector",
    "openai": "OpenAIDetector",
    "private_key": "PrivateKeyDetector",
    "pypi_token": "PypiTokenDetector",
    "sendgrid": "SendGridDetector",
    "slack": "SlackDetector",
    "square_oauth": "SquareOAuthDetector",
    "stripe": "StripeDetector",
    "telegram_token": "TelegramBotTokenDetector",
    "twilio": "TwilioKeyDetector",
}
_NAME = re.compile(
    r"(^|_)(password|passwd|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)(_|\d|$)", re.IGNORECASE
)
# Templates, paths and sentences, and what stands in for a value in an example.
_NOT_VALUES = re.compile(
    r"\W.*|.*[<{$%\s].*|(your|my|the|some|change|enter|insert|x+|example|test|dummy|none)[-_ ]?.*", re.IGNORECASE
)
# Names of what stands beside a secret: `token_url`, `password_column`.
_ABOUT = re.compile(
    r"_(name|names|id|ids|col|column|field|file|path|dir|url|uri|endpoint|type|env|var|label|prefix|header|hint)$",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"passw|pwd", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+|[a-z]+(_[a-z]+)*|[A-Z]+(_[A-Z]+)*")
_SHORTEST = 6
_LONGEST_LINE = 5000  # characters: longer lines are data


def secrets_in_text(source: NotebookSource) -> Iterator[Finding]:
    """Known forms, in code and in text, in any language."""
    for cell in source.cells:
        for number, line in enumerate(cell.source.split("\n"), 1):
            if len(line) <= _LONGEST_LINE and (kind := _known_form(line)):
                yield _finding(source, cell.index * STEP + number, f"This looks like a pasted secret ({kind}).")


def secrets_by_name(source: NotebookSource, nodes: Nodes) -> Iterator[Finding]:
    """Texts that are set under the name of a secret."""
    for node, _ in nodes:
        is_column = isinstance(node, ast.Dict) or _is_item(node)  # a word there is rather a column's type or new name
        for name, value in _named(node):
            text = value.value if isinstance(value, ast.Constant) else None
            if _NAME.search(name) and not _ABOUT.search(name) and _is_secret(name, text, is_column):
                message = f"The value of {name!r} looks like a pasted secret."
                yield _finding(source, value.lineno, message)


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name, value) for each in targets if (name := _name_of(each)))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield _name_of(target), value
        case ast.keyword(arg=str(name), value=value):
            yield name, value
        case ast.Dict(keys=keys, values=values):
            yield from (
                (key.value, value)
                for key, value in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            )


def _name_of(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""


def _is_item(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and all(isinstance(each, ast.Subscript) for each in node.targets)


def _is_secret(name: str, value: Any, is_column: bool) -> bool:
    """Whether the text may be one. A plain word is a bad password, and no key or token."""
    if not isinstance(value, str) or len(value) < _SHORTEST or _NOT_VALUES.fullmatch(value):
        return False
    return _WORD.fullmatch(value) is None or (not is_column and _PASSWORD.search(name) is not None)


def _known_form(line: str) -> str:
    """What kind of secret a line holds, or nothing."""
    for kind, patterns in _patterns():
        for pattern in patterns:
            if pattern.search(line):
                return kind
    return ""


@cache
def _patterns() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    found = []
    for module, name in _FORMS.items():
        detector = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
        found.append((str(detector.secret_type), tuple(detector.denylist)))
    return tuple(found)


def _finding(source: NotebookSource, line: int, message: str) -> Finding:
    advice = "Keep it as a variable or connection of Couture and read it at run time; if it was real, make it void."
    return finding(source, "secret-pasted", Severity.WARNING, line, message, advice)
