/** Python, highlighted: to look at, or to write. */
import { CodeEditor } from '@jupyterlab/codeeditor';
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { useBrickServices } from './services';

export interface ICodeBoxProps {
  label: string;
  text: string;
  /** Without it the text can only be read. */
  onChange?: (text: string) => void;
}

export function CodeBox({ label, text, onChange }: ICodeBoxProps): ReactElement {
  const { editors } = useBrickServices();
  const host = useRef<HTMLDivElement>(null);
  const model = useRef<CodeEditor.IModel | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const isReadOnly = onChange === undefined;
  useEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const made = new CodeEditor.Model({ mimeType: 'text/x-python' });
    const editor = editors.factoryService.newDocumentEditor({
      host: host.current,
      model: made,
      config: { readOnly: isReadOnly, lineNumbers: !isReadOnly, lineWrap: false, scrollPastEnd: false }
    });
    model.current = made;
    host.current.querySelector('.cm-content')?.setAttribute('aria-label', label);
    made.sharedModel.changed.connect(() => changed.current?.(made.sharedModel.getSource()));
    return () => {
      editor.dispose();
      made.dispose();
      model.current = null;
    };
  }, [editors, label, isReadOnly]);
  useEffect(() => {
    if (model.current && model.current.sharedModel.getSource() !== text) {
      model.current.sharedModel.setSource(text);
    }
  }, [text, editors, label, isReadOnly]);
  return <div className={`couture-CodeBox${isReadOnly ? '' : ' couture-mod-editable'}`} ref={host} />;
}
