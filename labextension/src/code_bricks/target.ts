/** Where a brick can go: any text of Python that is open in the Lab. */
import { language } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import type { IDagEditor } from '../tokens';
import { changesBetween, lineOfOffset, offsetOfLine } from './changes';

/** Lines of a text, from 1, both included. */
export interface ILines {
  readonly first: number;
  readonly last: number;
}

export interface ITextTarget {
  readonly name: string;
  source(): string;
  /** The line of the cursor, from 1. */
  line(): number;
  /** The lines that are selected; null when nothing is. */
  selected(): ILines | null;
  /** Put another text in its place as one step to undo, and show these lines, selected. */
  replace(source: string, shown: ILines): void;
}

export function targetOfDagEditor(editor: IDagEditor): ITextTarget {
  return {
    name: editor.path,
    source: () => editor.source(),
    line: () => lineOfOffset(editor.source(), editor.cursor()),
    selected: () => selectedLines(editor),
    replace: (source, { first, last }) => {
      editor.replace(source);
      editor.showRange(offsetOfLine(source, first), endOfLine(source, last));
    }
  };
}

/** The editor tells what is selected and where the cursor is: at one of the selection's ends. */
function selectedLines(editor: IDagEditor): ILines | null {
  const [text, source, cursor] = [editor.selection(), editor.source(), editor.cursor()];
  if (!text) {
    return null;
  }
  const start = source.slice(cursor - text.length, cursor) === text ? cursor - text.length : cursor;
  return linesOf(source, start, start + text.length);
}

export function targetOfView(view: EditorView, name: string): ITextTarget {
  const source = (): string => view.state.doc.toString();
  return {
    name,
    source,
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    selected: () => {
      const { from, to, empty } = view.state.selection.main;
      return empty ? null : linesOf(source(), from, to);
    },
    replace: (text, { first, last }) => {
      view.dispatch({
        changes: changesBetween(source(), text, first),
        userEvent: 'input.brick'
      });
      const [anchor, head] = [offsetOfLine(text, first), endOfLine(text, last)];
      view.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' })
      });
      view.focus();
    }
  };
}

/** A selection that ends at the beginning of a line does not mean that line. */
function linesOf(source: string, from: number, to: number): ILines {
  const first = lineOfOffset(source, from);
  const last = lineOfOffset(source, to);
  return { first, last: last > first && source[to - 1] === '\n' ? last - 1 : last };
}

function endOfLine(source: string, line: number): number {
  return Math.max(offsetOfLine(source, line), offsetOfLine(source, line + 1) - 1);
}

/** The editor of text that an element is in, if its text can be changed. */
export function editableView(element: Element | null): EditorView | null {
  const node = element?.closest<HTMLElement>('.cm-editor');
  const view = node && !node.closest('.couture-Bricks, .couture-BrickEditor') ? EditorView.findFromDOM(node) : null;
  return view && !view.state.readOnly ? view : null;
}

/** Whether its text is Python; null: its language is not known yet, which takes a moment after it was opened. */
export function isPython(view: EditorView): boolean | null {
  const name = view.state.facet(language)?.name;
  return name === undefined ? null : /python/i.test(name);
}

/** The editor of Python that an element is in. */
export function pythonView(element: Element | null): EditorView | null {
  const view = editableView(element);
  return view && isPython(view) ? view : null;
}
