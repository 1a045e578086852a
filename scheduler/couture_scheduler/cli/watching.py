"""Watches a run until it has ended: hears changes from the engine, shows them, says how it went."""

from __future__ import annotations

import queue
import sys

from couture_jupyter.states import DagRunState
from couture_scheduler.cli.run_picture import RunPicture, left, read
from couture_scheduler.cli.run_views import JsonView, LineView, LiveView, View
from couture_scheduler.cli.session import Session
from couture_scheduler.events import Change

News = list[Change] | str  # changes, or the engine's state

SWEEP = 15.0  # seconds after which the run is read anew although nobody told of a change


def watch(session: Session, dag_id: str, run_id: str) -> bool:
    """Show the run until it has ended; whether it succeeded."""
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    picture = read(session.actions, dag_id, run_id)  # before listening: an unknown run is an error at once
    subscription = session.client.subscribe(news.put, news.put)
    try:
        with _view(session) as view:
            picture = read(session.actions, dag_id, run_id)
            view.show(picture)
            while not picture.is_finished:
                picture = _take_in(session, picture, news, view)
                view.show(picture)
            view.end(picture)
    finally:
        subscription.close()
    return picture.state is DagRunState.SUCCESS


def _view(session: Session) -> View:
    if session.show.is_json:
        return JsonView(session.show)
    console = session.show.console
    if console.is_terminal and sys.stdout.isatty():
        return LiveView(console)
    return LineView()


def _take_in(session: Session, picture: RunPicture, news: queue.SimpleQueue[News], view: View) -> RunPicture:
    """Wait for news and take all of them in; the picture after that."""
    must_read = goes_on = False
    for each in _all(news):
        if isinstance(each, str):
            view.engine_is(each)
            must_read = must_read or each == "running"  # what happened while we could not hear
            continue
        mine = [change for change in each if picture.is_meant(change)]
        for change in mine:
            view.hear(change)
            must_read = not picture.apply(change) or must_read
            goes_on = goes_on or change.subject == "progress"
    if must_read:
        return read(session.actions, picture.dag_id, picture.run_id)
    if goes_on:
        picture.left = left(session.actions, picture.dag_id, picture.run_id)
    return picture


def _all(news: queue.SimpleQueue[News]) -> list[News]:
    try:
        found = [news.get(timeout=SWEEP)]
    except queue.Empty:
        return ["running"]
    while not news.empty():
        found.append(news.get())
    return found
