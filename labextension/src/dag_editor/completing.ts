/** Completions for DAG files from the server, which reads the code: no kernel is needed. They join JupyterLab's own. */
import { Notification } from '@jupyterlab/apputils';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import {
  type CompletionHandler,
  CompletionTriggerKind,
  type ICompletionContext,
  type ICompletionProvider
} from '@jupyterlab/completer';
import type { ICodePlace } from '../api';
import type { ICouture } from '../tokens';
import { errorSentence } from '../ui';
import { beforeOffset, codePlace } from './code_place';

type Item = CompletionHandler.ICompletionItem;
type Reply = CompletionHandler.ICompletionItemsReply;

/** jedi's words, and those that JupyterLab has colours for. */
const KINDS: Readonly<Record<string, string>> = { statement: 'instance', param: 'param', path: 'path' };

export class DagCompletions implements ICompletionProvider {
  constructor(
    private readonly _couture: ICouture,
    /** The path of the DAG file that an editor has; null: it is another editor. */
    private readonly _pathOf: (editor: CodeEditor.IEditor) => string | null
  ) {}

  readonly identifier = 'CompletionProvider:couture-dag';
  readonly rank = 1000; // before the words of the text, which know less
  readonly renderer = null;

  isApplicable({ editor }: ICompletionContext): Promise<boolean> {
    return Promise.resolve(!!editor && this._pathOf(editor) !== null);
  }

  async fetch(request: CompletionHandler.IRequest, { editor }: ICompletionContext, trigger?: CompletionTriggerKind): Promise<Reply> {
    const { text, offset } = request;
    const nothing = { start: offset, end: offset, items: [] };
    const path = editor ? this._pathOf(editor) : null;
    if (path === null) {
      return nothing;
    }
    const place = codePlace(path, text, offset);
    try {
      const { completions, prefix } = await this._couture.client.dagFiles.complete(place);
      this._place = place;
      const items = completions.map(({ name, kind, detail }) => ({
        label: name,
        type: KINDS[kind] ?? kind,
        documentation: detail ? this._couture.trans.__('Default: %1', detail) : undefined
      }));
      return { start: beforeOffset(text, offset, prefix), end: offset, items };
    } catch (reason) {
      // Whoever only typed has not asked: the next key asks again.
      if (trigger !== CompletionTriggerKind.TriggerCharacter) {
        const { trans } = this._couture;
        const told = trans.__('The server cannot complete the code: %1', errorSentence(reason, trans));
        Notification.warning(told, { autoClose: 5000 });
      }
      return nothing;
    }
  }

  /** The documentation of the one that is chosen. */
  async resolve(item: Item): Promise<Item> {
    if (!this._place || item.documentation) {
      return item;
    }
    try {
      const found = await this._couture.client.dagFiles.explain(this._place, item.label);
      return found ? { ...item, documentation: [found.title, found.text].filter(Boolean).join('\n\n') } : item;
    } catch {
      return item; // Without documentation; the completion itself is good.
    }
  }

  private _place: ICodePlace | null = null;
}
