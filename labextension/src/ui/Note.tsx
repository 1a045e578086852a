/** A note of people on a run or on one of its tasks: shown, and edited in place. */
import { editIcon } from '@jupyterlab/ui-components';
import type { KeyboardEvent, ReactElement } from 'react';
import { useState } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { attempt } from './dialogs';

export interface INoteProps {
  note: string;
  /** The DAG whose run or task it is of. */
  dagId: string;
  onSave: (note: string) => Promise<unknown>;
}

export function Note({ note, dagId, onSave }: INoteProps): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    const label = note ? trans.__('Edit the note') : trans.__('Add a note');
    return (
      <div className="couture-Note">
        {note && <span className="couture-Note-text">{note}</span>}
        <ActionButton
          label={label}
          icon={editIcon}
          iconOnly={note !== ''}
          variant="minimal"
          needs="runs:edit"
          dagId={dagId}
          onClick={() => setText(note)}
        />
      </div>
    );
  }
  const save = async (): Promise<void> => {
    if (await attempt(trans.__('The note was not saved.'), () => onSave(text.trim()), trans)) {
      setText(null);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      setText(null);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      void save();
    }
  };
  return (
    <div className="couture-Note">
      <textarea
        className="couture-TextArea"
        aria-label={trans.__('Note')}
        autoFocus
        rows={2}
        maxLength={1000}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="couture-Buttons">
        <button type="button" className="couture-Button couture-mod-primary" onClick={() => void save()}>
          {trans.__('Save note')}
        </button>
        <button type="button" className="couture-Button" onClick={() => setText(null)}>
          {trans.__('Cancel')}
        </button>
      </div>
    </div>
  );
}
