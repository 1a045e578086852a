/** Which code runs: the file as it is, a snapshot, or a Git ref. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useId } from 'react';
import { Field, useCouture, useQuery } from '../ui';
import { useForm } from './context';
import { proposed } from './code_choice';
import { FoldSection } from './FoldSection';
import type { IFormValues } from './form';
import { SnapshotFields } from './SnapshotFields';

type CodeKind = IFormValues['code']['kind'];

export function CodeSection(): ReactElement {
  const { trans } = useCouture();
  const { values } = useForm();
  const { kind, ref } = values.code;
  const labels = kindLabels(trans);
  const summary = kind === 'git' && ref ? trans.__('Git: %1', ref) : labels[kind];
  return (
    <FoldSection title={trans.__('Which code runs')} summary={summary} paths={['code']}>
      <div className="couture-FormGrid">
        <KindField />
        {kind === 'git' && <RefField />}
      </div>
      {kind === 'snapshot' && <SnapshotFields />}
    </FoldSection>
  );
}

function KindField(): ReactElement {
  const { client, trans } = useCouture();
  const { model, values, problems, set, touch } = useForm();
  const labels = kindLabels(trans);
  const hints: Record<CodeKind, string> = {
    file: trans.__('What you save is what the next run uses. Each run keeps a copy of what it ran.'),
    snapshot: trans.__('Runs use a copy of the notebook and its side files, until you take a new one.'),
    git: trans.__('Runs use what is committed; your working files are not touched.')
  };
  const kind = values.code.kind;
  const choose = (next: CodeKind): void => {
    const chosen = { kind: next, ref: next === 'git' ? '' : null, files: [] };
    set({ code: chosen });
    // What is wrong with the notebook stands at its field, or at the list of files.
    void proposed(next, values.notebook.trim(), client.code).then(
      code => model.values.code === chosen && set({ code }),
      () => undefined
    );
  };
  return (
    <Field label={trans.__('Code')} path="code" hint={hints[kind]} error={kind === 'git' ? undefined : problems.code}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={kind}
          onChange={event => choose(event.target.value as CodeKind)}
          onBlur={() => touch('code')}
        >
          {(Object.keys(labels) as CodeKind[]).map(each => (
            <option key={each} value={each}>
              {labels[each]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function RefField(): ReactElement {
  const { client, trans } = useCouture();
  const { values, problems, set, touch } = useForm();
  const list = useId();
  const { data } = useQuery(
    () => client.code.gitRefs(values.notebook.trim()),
    () => false,
    [client, values.notebook]
  );
  return (
    <Field
      label={trans.__('Branch, tag or commit')}
      path="code"
      isRequired
      hint={
        <>
          {data?.because ?? trans.__('Each run takes what it points to at that moment; the run says which commit ran.')}
          {data?.dirty && (
            <strong role="status"> {trans.__('This file has changes that are not committed: runs do not have them.')}</strong>
          )}
        </>
      }
      error={problems.code}
    >
      {attributes => (
        <>
          <input
            {...attributes}
            className="couture-Input"
            value={values.code.ref ?? ''}
            list={list}
            spellCheck={false}
            onChange={event => set({ code: { ...values.code, ref: event.target.value } })}
            onBlur={() => touch('code')}
          />
          <datalist id={list}>
            {data?.refs.map(each => <option key={`${each.kind} ${each.name}`} value={each.name} label={each.kind} />)}
          </datalist>
        </>
      )}
    </Field>
  );
}

function kindLabels(trans: TranslationBundle): Record<CodeKind, string> {
  return {
    file: trans.__('The file as it is at each run'),
    snapshot: trans.__('A snapshot taken when you save'),
    git: trans.__('A Git branch, tag or commit')
  };
}
