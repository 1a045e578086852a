/** What is being uploaded, and the questions about files that are there already. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useEffect, useReducer } from 'react';
import { ActionButton, useCouture } from '../ui';
import type { IUpload, Uploads } from './uploads';

export function UploadList({ uploads }: { uploads: Uploads }): ReactElement | null {
  const { trans } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    uploads.changed.connect(redraw);
    return () => {
      uploads.changed.disconnect(redraw);
    };
  }, [uploads]);
  const { entries } = uploads;
  if (!entries.length) {
    return null;
  }
  const asking = entries.filter(each => each.state === 'asks');
  const ended = entries.filter(each => ['done', 'failed', 'skipped'].includes(each.state)).length;
  return (
    <section className="couture-Uploads" aria-label={trans.__('Uploads')}>
      <div className="couture-Uploads-head">
        <strong role="status">{trans.__('%1 of %2 files uploaded', ended, entries.length)}</strong>
        <progress max={entries.length} value={ended} aria-label={trans.__('Progress of the uploads')} />
        {asking.length > 1 && (
          <>
            <ActionButton label={trans.__('Replace all')} variant="warn" onClick={() => uploads.answerAll('replace')} />
            <ActionButton label={trans.__('Keep all of both')} onClick={() => uploads.answerAll('keep_both')} />
            <ActionButton label={trans.__('Skip all')} onClick={() => uploads.answerAll(null)} />
          </>
        )}
        {ended > 0 && <ActionButton label={trans.__('Clear the list')} variant="minimal" onClick={() => uploads.clear()} />}
      </div>
      <ul>
        {entries.map(entry => (
          <li key={entry.id}>
            <span>{entry.name}</span>
            <span className={`couture-Uploads-told couture-mod-${entry.state}`}>{told(entry, trans)}</span>
            {entry.state === 'asks' && (
              <span className="couture-Uploads-answers">
                <ActionButton label={trans.__('Replace')} variant="warn" onClick={() => uploads.answer(entry.id, 'replace')} />
                <ActionButton label={trans.__('Keep both')} onClick={() => uploads.answer(entry.id, 'keep_both')} />
                <ActionButton label={trans.__('Skip')} onClick={() => uploads.answer(entry.id, null)} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function told(entry: IUpload, trans: TranslationBundle): string {
  return {
    waiting: trans.__('Waits'),
    sending: trans.__('Is sent…'),
    done: entry.told === entry.name ? trans.__('✓ Uploaded') : trans.__('✓ Uploaded as %1', entry.told),
    asks: trans.__('There is a file of this name already.'),
    skipped: trans.__('Skipped'),
    failed: trans.__('✗ %1', entry.told)
  }[entry.state];
}
