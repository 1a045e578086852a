/** The form in which a brick is written: what it is for, its snippet, its placeholders, and what comes of it. */
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type IBrick, type IBrickContent } from '../api';
import { ActionButton, confirmDestructive, ErrorBanner, errorSentence, Toggle, useCouture, useQuery } from '../ui';
import { AboutFields } from './AboutFields';
import { CodeBox } from './CodeBox';
import { contentOf, type IEditing } from './editing';
import { ParameterTable } from './ParameterTable';
import { Proposals } from './Proposals';
import { SnippetFields } from './SnippetFields';
import { useBrickServices } from './services';
import { VersionChoice } from './VersionChoice';

export interface IBrickEditorProps {
  editing: IEditing;
  /** Keep what was typed. */
  onKeep: (editing: IEditing) => void;
  onSaved: (brick: IBrick) => void;
  onCancel: () => void;
}

const PAUSE = 300; // milliseconds between typing and the check of what was typed

export function BrickEditor({ editing: first, onKeep, onSaved, onCancel }: IBrickEditorProps): ReactElement {
  const { client, trans } = useCouture();
  const { writing } = useBrickServices();
  const [editing, setEditing] = useState(first);
  const [round, setRound] = useState(0); // Fields begin anew where all of the content came from elsewhere.
  const [refusal, setRefusal] = useState<unknown>(null);
  const [checked, setChecked] = useState(first.content);
  const isSaved = useRef(false); // then there is nothing to keep, also while this form is still there
  const { content } = editing;
  useEffect(() => {
    const timer = setTimeout(() => {
      setChecked(content);
      if (!isSaved.current) {
        onKeep(editing);
      }
    }, PAUSE);
    return () => clearTimeout(timer);
    // `onKeep` differs at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);
  useEffect(() => {
    writing.editing = editing.isChanged ? editing : null;
    return () => {
      writing.editing = null;
    };
  }, [writing, editing]);
  const { data, error } = useQuery(() => client.codeBricks.preview(checked), undefined, [client, JSON.stringify(checked)]);
  const isEmpty = content.body.trim() === '';
  const problems = withoutPrefix(isEmpty || checked !== content ? undefined : error);
  const change = (changes: Partial<IBrickContent>): void => {
    setEditing(old => ({ ...old, isChanged: true, content: { ...old.content, ...changes } }));
  };
  const save = async (): Promise<void> => {
    const { brickId, isShared, version } = editing;
    try {
      setRefusal(null);
      const { codeBricks } = client;
      const saving = brickId === null ? codeBricks.create(content, isShared) : codeBricks.update(brickId, content, isShared, version);
      const saved = await saving;
      isSaved.current = true;
      onSaved(saved);
    } catch (reason) {
      setRefusal(reason);
    }
  };
  const leave = async (): Promise<void> => {
    const question = {
      title: trans.__('Leave without saving?'),
      sentences: [trans.__('What you wrote of this brick is lost.')],
      action: trans.__('Leave')
    };
    if (!editing.isChanged || (await confirmDestructive(question, trans))) {
      onCancel();
    }
  };
  return (
    <form
      className="couture-Page couture-BrickEditor"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <h1>{editing.brickId === null ? trans.__('New code brick') : trans.__('Edit %1', first.content.title)}</h1>
      {editing.selection && (
        <Proposals
          selection={editing.selection}
          onDraft={(selection, draft) => {
            setEditing(old => ({ ...old, selection, isChanged: true, content: { ...old.content, ...draft } }));
            setRound(number => number + 1);
          }}
        />
      )}
      <AboutFields key={`about ${round}`} content={content} problems={problems} onChange={change} />
      <SnippetFields
        content={content}
        problems={problems}
        onChange={changes => {
          change(changes);
          setEditing(old => ({ ...old, selection: null })); // What was typed must not be drafted over.
        }}
      />
      <ParameterTable key={`parameters ${round}`} content={content} problems={problems} onChange={change} />
      <section className="couture-BrickEditor-preview">
        <h2>{trans.__('With its defaults')}</h2>
        {error && !isEmpty && (
          <div className="couture-Field-error" role="status">
            {errorSentence(error, trans)}
          </div>
        )}
        {!isEmpty && (
          <CodeBox label={trans.__('Code with the defaults')} text={data ? [...data.imports, '', data.code.trimEnd()].join('\n').trim() : ''} />
        )}
      </section>
      <Toggle
        label={trans.__('Everybody sees it')}
        isOn={editing.isShared}
        onChange={isShared => setEditing({ ...editing, isShared, isChanged: true })}
      />
      {refusal !== null && (
        <Refusal
          reason={refusal}
          brickId={editing.brickId}
          onVersion={version => {
            setRefusal(null);
            setEditing({ ...editing, version });
          }}
        />
      )}
      <div className="couture-Buttons">
        <ActionButton isSubmit variant="primary" needs="bricks:edit" label={trans.__('Save the brick')} />
        <ActionButton label={trans.__('Cancel')} onClick={() => void leave()} />
        {editing.brickId !== null && (
          <VersionChoice
            brickId={editing.brickId}
            onChoose={version => {
              change(contentOf(version));
              setRound(round + 1);
            }}
          />
        )}
      </div>
    </form>
  );
}

/** Somebody else saved meanwhile: theirs can be looked at, and this one be saved over it on purpose. */
function Refusal(props: { reason: unknown; brickId: string | null; onVersion: (version: number) => void }): ReactElement {
  const { client, trans } = useCouture();
  const { reason, brickId, onVersion } = props;
  if (!(reason instanceof ApiError && reason.status === 409 && brickId !== null)) {
    return <ErrorBanner error={reason instanceof Error ? reason : new Error(String(reason))} />;
  }
  return (
    <div className="couture-Banner couture-mod-error" role="alert">
      <span className="couture-Banner-text">{reason.detail}</span>
      <ActionButton
        label={trans.__('Make mine the next version')}
        title={trans.__('Theirs stays among the versions; press Save then')}
        onClick={() => void client.codeBricks.get(brickId).then(brick => onVersion(brick.version))}
      />
    </div>
  );
}

/** The problems by field; the preview names them within `brick` where the request is wrong itself. */
function withoutPrefix(error: Error | undefined): Readonly<Record<string, string>> {
  const fields = error instanceof ApiError ? error.fields : {};
  return Object.fromEntries(Object.entries(fields).map(([path, told]) => [path.replace(/^brick\./, ''), told]));
}
