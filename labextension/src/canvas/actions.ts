/** What is done with the selected tasks after a question: grouped, moved, connected by a value, copied, pasted. */
import { Clipboard, InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICanvasNode } from '../api';
import { groupsFor, inEditor, shortId } from './drawing';
import type { CanvasSession, CanvasSessions } from './session';

/** A new group around the selected tasks. */
export async function groupChosen(session: CanvasSession, trans: TranslationBundle): Promise<void> {
  const nodes = session.chosen.map(({ id }) => id);
  const { value } = await InputDialog.getText({
    title: trans.__('New task group'),
    label: trans.__('Group id'),
    text: 'group',
    okLabel: trans.__('Group')
  });
  if (value) {
    await session.edit({ edit: 'group', nodes, group_id: value.trim() });
  }
}

/** The selected tasks go into another group, or out of all. */
export async function moveChosen(session: CanvasSession, trans: TranslationBundle): Promise<void> {
  const { chosen, canvas } = session;
  if (!canvas || chosen.length === 0) {
    return;
  }
  const groups = groupsFor(canvas, chosen);
  const items = [trans.__('Outside of all groups'), ...groups.map(shortId)];
  const { value } = await InputDialog.getItem({
    title: trans._n('Move %1 task', 'Move %1 tasks', chosen.length, chosen.length),
    label: trans.__('Into the group'),
    items,
    okLabel: trans.__('Move')
  });
  if (value !== null) {
    await moveTo(session, chosen.map(({ id }) => id), groups[items.indexOf(value) - 1]?.id ?? null);
  }
}

export async function moveTo(session: CanvasSession, nodes: readonly string[], parent: string | null): Promise<void> {
  await session.edit({ edit: 'move', nodes: [...nodes], parent });
}

/** A node was dragged onto another one: it goes into that group, or into the group that the other one is in. */
export async function dropNode(session: CanvasSession, id: string, onto: string | null): Promise<void> {
  const { canvas, chosen } = session;
  const target = canvas?.nodes.find(node => node.id === onto);
  const parent = target?.kind === 'group' ? target.id : (target?.parent ?? null);
  const isChosen = chosen.some(node => node.id === id);
  const moved = isChosen ? chosen : (canvas?.nodes.filter(node => node.id === id) ?? []);
  if (moved.some(node => node.parent !== parent && node.id !== parent)) {
    await moveTo(session, moved.map(node => node.id), parent);
  }
}

/** Connect two tasks; where the second one is a function that takes values, ask how. */
export async function connect(session: CanvasSession, source: string, target: string, trans: TranslationBundle): Promise<void> {
  const nodes = session.canvas?.nodes ?? [];
  const [from, to] = [source, target].map(id => nodes.find(node => node.id === id));
  const free = from?.has_value && to ? freeParameters(to) : [];
  let argument: string | null = null;
  if (from && to && free.length > 0) {
    const only = trans.__('%1 only comes after %2', to.label, from.label);
    const items = [...free.map(name => trans.__('%1 gets the value of %2 as %3', to.label, from.label, name)), only];
    const { value } = await InputDialog.getItem({ title: trans.__('Connect %1 with %2', from.label, to.label), items, okLabel: trans.__('Connect') });
    if (value === null) {
      return;
    }
    argument = free[items.indexOf(value)] ?? null;
  }
  await session.edit({ edit: 'connect', source, target, argument });
}

/** The parameters of a task's function that get no value yet. */
export function freeParameters({ parameters, arguments: given }: ICanvasNode): string[] {
  return parameters.map(({ name }) => name).filter(name => given.every(each => each.name !== name));
}

/** Remember the selected tasks, and give their code to the clipboard. */
export async function copyChosen(session: CanvasSession, sessions: CanvasSessions): Promise<boolean> {
  const { chosen, editor, problem } = session;
  if (chosen.length === 0 || problem !== null) {
    return false;
  }
  const source = editor.source();
  sessions.copied = { source, nodes: chosen.map(({ id }) => id) };
  Clipboard.copyToSystem(chosen.map(({ place }) => source.slice(inEditor(source, place.start), inEditor(source, place.end))).join('\n'));
  return true;
}

/** Copies of what was copied, into the selected group or beside the selected task. */
export async function paste(session: CanvasSession, { copied }: CanvasSessions): Promise<void> {
  const { dag, selected } = session;
  if (copied && dag !== null) {
    const parent = selected?.kind === 'group' && !selected.reason ? selected.id : (selected?.parent ?? null);
    await session.edit({ edit: 'paste', dag, source: copied.source, nodes: [...copied.nodes], parent });
  }
}
