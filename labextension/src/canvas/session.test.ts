import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type CanvasApi, type ICanvas, type ICanvasEdit, type ICanvasEdited, type ICanvasReading } from '../api';
import type { IDagEditor } from '../tokens';
import { freeTaskId, graphOf, inEditor, placeNear } from './drawing';
import { CanvasSession } from './session';

const place = { line: 1, end_line: 1, start: 0, end: 5 };

/** A canvas of the DAG `d` with these tasks, in a chain. */
function canvas(...ids: string[]): ICanvas {
  return {
    dags: [{ key: 'd', dag_id: 'd', variable: 'dag', arguments: [], place }],
    nodes: ids.map(id => ({
      id: `d/${id}`,
      kind: 'task',
      dag: 'd',
      parent: null,
      label: id,
      task_id: id,
      operator: 'BashOperator',
      module: 'couture_jupyter',
      variable: id,
      arguments: [],
      parameters: [],
      has_value: true,
      place,
      reason: '',
      code: ''
    })),
    edges: ids.slice(1).map((id, index) => ({ source: `d/${ids[index]}`, target: `d/${id}`, label: null, line: 1, reason: '' })),
    outside: [],
    functions: []
  };
}

/** An editor that is only a text. */
class TextEditor {
  readonly path = 'd.py';
  readonly sourceChanged = new Signal<IDagEditor, void>(this as unknown as IDagEditor);
  readonly shown: [number, number][] = [];

  constructor(private _text: string) {}

  source(): string {
    return this._text;
  }

  replace(text: string): void {
    this._text = text;
    this.sourceChanged.emit();
  }

  showRange(from: number, to: number): void {
    this.shown.push([from, to]);
  }
}

/** A server that answers what the text says: the names in it are its tasks. */
class TextServer {
  asked: string[] = [];
  onEdit: () => void = () => undefined;
  onConnect: ((content: string) => string) | null = null;

  async read(content: string): Promise<ICanvasReading> {
    this.asked.push(`read ${content}`);
    const isBroken = content.includes('(');
    return { canvas: isBroken ? null : canvas(...content.split(' ')), problem: isBroken ? 'Line 1: broken' : null };
  }

  async edit(content: string, edit: { edit: string }): Promise<ICanvasEdited> {
    this.asked.push(`${edit.edit} ${content}`);
    this.onEdit();
    if (edit.edit === 'connect' && this.onConnect) {
      return { content: this.onConnect(content), canvas: canvas(...content.split(' ')), selected: [], notes: [] };
    }
    if (edit.edit === 'connect') {
      throw new ApiError(422, 'This would be a cycle.', { 'edit.target': 'This would be a cycle.' });
    }
    const text = `${content} new`;
    return { content: text, canvas: canvas(...text.split(' ')), selected: ['d/new'], notes: [] };
  }
}

function open(text: string): { editor: TextEditor; server: TextServer; session: CanvasSession } {
  const editor = new TextEditor(text);
  const server = new TextServer();
  return { editor, server, session: new CanvasSession(editor as unknown as IDagEditor, server as unknown as CanvasApi) };
}

const add: ICanvasEdit = { edit: 'delete', nodes: ['d/a'], mend: false };

describe('a canvas', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is read when somebody looks, and again when the text rests', async () => {
    const { editor, server, session } = open('a b');
    const stop = session.watch();
    await vi.runAllTimersAsync();
    editor.replace('a b c');
    editor.replace('a b c d');
    await vi.runAllTimersAsync();
    expect(server.asked).toEqual(['read a b', 'read a b c d']);
    expect(session.canvas?.nodes).toHaveLength(4);
    stop();
    editor.replace('a');
    await vi.runAllTimersAsync();
    expect(server.asked).toHaveLength(2);
  });

  it('keeps the last drawing while the text cannot be read', async () => {
    const { editor, session } = open('a b');
    session.watch();
    await vi.runAllTimersAsync();
    editor.replace('a (');
    await vi.runAllTimersAsync();
    expect(session.problem).toBe('Line 1: broken');
    expect(session.canvas?.nodes).toHaveLength(2);
    editor.replace('a');
    await vi.runAllTimersAsync();
    expect(session.problem).toBeNull();
  });

  it('puts the changed text into the editor once, and does not read it again', async () => {
    const { editor, server, session } = open('a b');
    session.watch();
    await vi.runAllTimersAsync();
    expect(await session.edit(add)).toBe(true);
    await vi.runAllTimersAsync();
    expect(editor.source()).toBe('a b new');
    expect(session.selected?.id).toBe('d/new');
    expect(server.asked).toEqual(['read a b', 'delete a b']);
  });

  it('does a change again when the text has changed meanwhile', async () => {
    const { editor, server, session } = open('a b');
    let isFirst = true;
    server.onEdit = () => {
      if (isFirst) {
        isFirst = false;
        editor.replace('x y');
      }
    };
    await session.edit(add);
    expect(editor.source()).toBe('x y new');
  });

  it('puts a brick in as one change, after the task that it was dropped on', async () => {
    const { editor, server, session } = open('a b');
    session.watch();
    await vi.runAllTimersAsync();
    const texts: string[] = [];
    editor.sourceChanged.connect(() => texts.push(editor.source()));
    server.onConnect = content => `${content} (connected)`;
    expect(await session.put(async source => `${source} c`, ['d/b'])).toBe(true);
    expect(texts).toEqual(['a b c (connected)']);
    expect(session.chosen.map(({ id }) => id)).toEqual(['d/c']);
  });

  it('selects several, and takes one out again', async () => {
    const { session } = open('a b c');
    session.watch();
    await vi.runAllTimersAsync();
    session.select('d/a');
    session.select('d/b', false, true);
    expect([session.selected, session.chosen.length]).toEqual([null, 2]);
    session.select('d/a', false, true);
    expect(session.selected?.id).toBe('d/b');
    session.select('d/c');
    expect(session.chosen.map(({ id }) => id)).toEqual(['d/c']);
  });

  it('says why a change was refused, and leaves the text alone', async () => {
    const { editor, session } = open('a b');
    session.watch();
    await vi.runAllTimersAsync();
    expect(await session.edit({ edit: 'connect', source: 'd/b', target: 'd/a' })).toBe(false);
    expect(session.error?.message).toBe('This would be a cycle.');
    expect(editor.source()).toBe('a b');
  });

  it('shows the place of what is selected, by the editor’s own count', async () => {
    const { editor, session } = open('a b');
    session.watch();
    await vi.runAllTimersAsync();
    session.select('d/a', true);
    expect(editor.shown).toEqual([[0, 5]]);
    expect(inEditor('x😀y', 2)).toBe(3);
  });
});

describe('a drawing', () => {
  const operator = { name: 'BashOperator', module: 'm', title: 'Bash', category: 'Basics', doc: '', color: '#fff', arguments: [] };

  it('has the nodes and edges of one DAG', () => {
    const graph = graphOf(canvas('a', 'b'), 'd', [operator]);
    expect(graph.nodes.map(({ id, color }) => [id, color])).toEqual([['d/a', '#fff'], ['d/b', '#fff']]);
    expect(graph.edges).toEqual([{ source: 'd/a', target: 'd/b' }]);
  });

  it('gives new tasks ids that are free', () => {
    expect(freeTaskId(canvas('a'), 'd', operator)).toBe('bash');
    expect(freeTaskId(canvas('bash', 'bash_2'), 'd', operator)).toBe('bash_3');
  });

  it('puts a task after the one that it is dropped on, or into the group', () => {
    const [task] = canvas('a').nodes;
    expect(placeNear(task)).toEqual({ parent: null, after: ['d/a'] });
    expect(placeNear({ ...task, kind: 'group' })).toEqual({ parent: 'd/a', after: [] });
    expect(placeNear({ ...task, kind: 'code', reason: 'loop' })).toEqual({ parent: null, after: [] });
  });
});
