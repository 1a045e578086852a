/** In the text of a DAG file: what a name is, when the pointer rests on it; and the arguments of the call being written. */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICodeExplanation, ICodeSignature } from '../api';
import type { DagFilesApi } from '../api/dag_files';
import { codePlace } from './code_place';

const PAUSE = 150; // milliseconds without a key

export interface IHintParts {
  readonly path: string;
  readonly api: Pick<DagFilesApi, 'explain' | 'signature'>;
  readonly trans: TranslationBundle;
}

const setTip = StateEffect.define<Tooltip | null>();

const tipField = StateField.define<Tooltip | null>({
  create: () => null,
  update(tip, { effects, changes }) {
    const moved = tip && { ...tip, pos: changes.mapPos(tip.pos) };
    return effects.reduce((found: Tooltip | null, effect) => (effect.is(setTip) ? effect.value : found), moved);
  },
  provide: field => showTooltip.from(field)
});

export function codeHints(parts: IHintParts): Extension {
  const hint = signatureHint(parts);
  return [
    tipField,
    hint,
    hoverTooltip((view, pos) => explanationAt(view, pos, parts), { hoverTime: 400 }),
    keymap.of([
      { key: 'Escape', run: view => view.plugin(hint)?.close() ?? false },
      { key: 'Ctrl-Shift-Space', run: view => view.plugin(hint)?.ask() ?? false }
    ])
  ];
}

async function explanationAt(view: EditorView, pos: number, { path, api }: IHintParts): Promise<Tooltip | null> {
  const word = view.state.wordAt(pos);
  if (!word) {
    return null;
  }
  // Who only points at a word is not told that it could not be explained.
  const found = await api.explain(codePlace(path, view.state.doc.toString(), pos)).catch(() => null);
  return found && { pos: word.from, end: word.to, above: true, create: () => ({ dom: explanation(found) }) };
}

/** Asks after an opening bracket or a comma was written, and as long as its answer is shown. */
function signatureHint(parts: IHintParts): ViewPlugin<SignatureHint> {
  return ViewPlugin.define(view => new SignatureHint(view, parts));
}

class SignatureHint {
  constructor(
    private readonly _view: EditorView,
    private readonly _parts: IHintParts
  ) {}

  update({ docChanged, selectionSet, transactions, state }: ViewUpdate): void {
    const isShown = state.field(tipField) !== null;
    const isOpened = docChanged && transactions.some(each => each.isUserEvent('input')) && opensCall(state.sliceDoc(0, state.selection.main.head));
    if (isOpened || (isShown && (docChanged || selectionSet))) {
      this._askSoon();
    }
  }

  destroy(): void {
    clearTimeout(this._timer);
    this._number++;
  }

  ask(): boolean {
    void this._ask();
    return true;
  }

  /** Whether there was something to close. */
  close(): boolean {
    clearTimeout(this._timer);
    this._number++;
    const isShown = this._view.state.field(tipField) !== null;
    if (isShown) {
      this._view.dispatch({ effects: setTip.of(null) });
    }
    return isShown;
  }

  private _askSoon(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._ask(), PAUSE);
  }

  private async _ask(): Promise<void> {
    const number = ++this._number;
    const { state } = this._view;
    const { head } = state.selection.main;
    const { api, path, trans } = this._parts;
    // Without an answer there is no hint: it was not asked for, and the next key asks again.
    const found = await api.signature(codePlace(path, state.doc.toString(), head)).catch(() => null);
    if (number !== this._number) {
      return;
    }
    const tip: Tooltip | null = found && { pos: head, above: true, create: () => ({ dom: signature(found, trans) }) };
    this._view.dispatch({ effects: setTip.of(tip) });
  }

  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _number = 0; // of the newest question
}

function opensCall(before: string): boolean {
  return /[(,]\s*$|\(\)?$/.test(before.slice(-40));
}

function explanation({ title, text }: ICodeExplanation): HTMLElement {
  const box = element('div', 'couture-CodeHelp');
  box.append(element('code', 'couture-CodeHelp-title', title), element('div', 'couture-CodeHelp-text', text));
  return box;
}

function signature({ name, parameters, current, text }: ICodeSignature, trans: TranslationBundle): HTMLElement {
  const box = element('div', 'couture-CodeHelp');
  box.setAttribute('role', 'status');
  box.setAttribute('aria-label', trans.__('Arguments of %1', name));
  const call = element('code', 'couture-CodeHelp-title', `${name}(`);
  parameters.forEach((parameter, index) => {
    call.append(element(index === current ? 'strong' : 'span', '', parameter), index < parameters.length - 1 ? ', ' : '');
  });
  call.append(')');
  box.append(call, element('div', 'couture-CodeHelp-text', text.split('\n\n')[0]));
  return box;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
