/** A Python source, read-only, with one line marked and in view. */
import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';

export interface IReadOnlyEditorProps {
  text: string;
  label: string;
  services: IEditorServices;
  isWrapped: boolean;
  /** Counted from 1. */
  line: number | null;
}

export function ReadOnlyEditor({ text, label, services, isWrapped, line }: IReadOnlyEditorProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const model = new CodeEditor.Model({ mimeType: 'text/x-python' });
    model.sharedModel.setSource(text);
    const editor = services.factoryService.newDocumentEditor({
      host: host.current,
      model,
      config: { readOnly: true, lineNumbers: true, lineWrap: isWrapped, scrollPastEnd: false }
    });
    host.current.querySelector('.cm-content')?.setAttribute('aria-label', label);
    if (line !== null) {
      const end = editor.getLine(line - 1)?.length ?? 0;
      editor.setSelection({ start: { line: line - 1, column: 0 }, end: { line: line - 1, column: end } });
      editor.revealPosition({ line: line - 1, column: 0 });
    }
    return () => {
      editor.dispose();
      model.dispose();
    };
  }, [services, text, label, isWrapped, line]);
  return <div className="couture-Source-editor" ref={host} />;
}
