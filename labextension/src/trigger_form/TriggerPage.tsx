/** The page that starts a run with values: a form made from the DAG's params, or JSON; and what else a run can be given. */
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import { ApiError, type IDagDetails, type IDagRun, type ITriggerBody } from '../api';
import { ActionButton, JsonField, Tabs, useCouture, useFocusOnProblem } from '../ui';
import { bodyOf, configuration, formOf, type ITriggerForm, type Problems, switched } from './form';
import { ParamFields } from './ParamFields';
import { type IParam, paramsOf } from './params';
import { RecentValues } from './RecentValues';
import { RUN_PATHS, RunFields } from './RunFields';

export interface ITriggerPageProps {
  dag: IDagDetails;
  /** What the form begins with: as it was before a reload, or a configuration. */
  kept: ITriggerForm | null;
  conf: Readonly<Record<string, unknown>>;
  onKeep: (form: ITriggerForm) => void;
  onStarted: (run: IDagRun, isToOpen: boolean) => void;
}

export function TriggerPage({ dag, kept, conf, onKeep, onStarted }: ITriggerPageProps): ReactElement {
  const { client, trans } = useCouture();
  const params = useMemo(() => paramsOf(dag.params), [dag.params]);
  const zone = dag.timezone ?? 'UTC';
  const [form, setForm] = useState<ITriggerForm>(() => kept ?? formOf(params, conf));
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setBusy] = useState(false);
  const page = useFocusOnProblem<HTMLDivElement>(problems);
  const change = (next: Partial<ITriggerForm>): void => {
    setForm({ ...form, ...next });
    onKeep({ ...form, ...next });
    setProblems({});
  };
  const start = async (isToOpen: boolean): Promise<void> => {
    const found = configuration(params, form, trans);
    const request = bodyOf(found.conf, form.run, zone, trans);
    const wrong = { ...found.problems, ...request.problems };
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) {
      return;
    }
    setBusy(true);
    try {
      onStarted(await client.dags.triggerWith(dag.dag_id, request.body), isToOpen);
    } catch (reason) {
      setProblems(problemsOf(reason, request.body));
    }
    setBusy(false);
  };
  const others = Object.entries(problems).filter(([path]) => !isShown(path, params, form));
  const busy = isBusy ? trans.__('The run is being started.') : null;
  return (
    <div className="couture-Page couture-TriggerForm" ref={page}>
      <h1>{trans.__('Run "%1"', dag.dag_display_name)}</h1>
      {dag.description && <p className="couture-muted">{dag.description}</p>}
      <RecentValues dagId={dag.dag_id} onChoose={values => change(formWith(params, values, form, trans))} />
      <Tabs
        label={trans.__('How the values are given')}
        tabs={[
          { id: 'form', label: trans.__('Form') },
          { id: 'json', label: trans.__('JSON') }
        ]}
        current={form.json === null ? 'form' : 'json'}
        onChange={() => change(switched(params, form, trans))}
      >
        <div className="couture-TriggerForm-fields">
          {form.json === null ? (
            <ParamFields
              params={params}
              drafts={form.drafts}
              problems={byParam(problems, params)}
              extra={form.extra}
              onChange={drafts => change({ drafts })}
            />
          ) : (
            <JsonField
              label={trans.__('Configuration')}
              path="conf"
              isJson
              rows={10}
              value={form.json}
              error={problems.conf}
              onChange={json => change({ json })}
            />
          )}
        </div>
      </Tabs>
      <details className="couture-TriggerForm-run" open={Object.values(form.run).some(Boolean) || undefined}>
        <summary>{trans.__('Note, dates and run id')}</summary>
        <div className="couture-TriggerForm-fields">
          <RunFields
            run={form.run}
            zone={zone}
            takesPartition={dag.takes_partition_key}
            problems={problems}
            onChange={run => change({ run })}
          />
        </div>
      </details>
      {others.map(([path, sentence]) => (
        <div key={path} className="couture-Field-error" role="alert">
          {sentence}
        </div>
      ))}
      <div className="couture-Buttons">
        <ActionButton variant="primary" needs="runs:trigger" dagId={dag.dag_id} label={trans.__('Run and Open')} disabledBecause={busy} onClick={() => void start(true)} />
        <ActionButton needs="runs:trigger" dagId={dag.dag_id} label={trans.__('Run')} disabledBecause={busy} onClick={() => void start(false)} />
        <ActionButton variant="minimal" label={trans.__('Back to the Defaults')} onClick={() => change(formOf(params, {}))} />
      </div>
    </div>
  );
}

/** The form with other values; what else the run is given stays. */
function formWith(
  params: readonly IParam[],
  values: Readonly<Record<string, unknown>>,
  form: ITriggerForm,
  trans: ReturnType<typeof useCouture>['trans']
): ITriggerForm {
  const next = { ...formOf(params, values), run: form.run };
  return form.json === null ? next : switched(params, next, trans);
}

/** The path of a refused value begins with the name of its param. */
function paramOf(path: string, params: readonly IParam[]): IParam | undefined {
  return params.find(({ name }) => path === `conf.${name}` || path.startsWith(`conf.${name}.`));
}

function byParam(problems: Problems, params: readonly IParam[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, sentence] of Object.entries(problems)) {
    const param = paramOf(path, params);
    if (param) {
      found[param.name] = found[param.name] ? `${found[param.name]} ${sentence}` : sentence;
    }
  }
  return found;
}

function isShown(path: string, params: readonly IParam[], form: ITriggerForm): boolean {
  const isOfRun = Object.values(RUN_PATHS).includes(path);
  return isOfRun || (form.json === null ? paramOf(path, params) !== undefined : path === 'conf');
}

/** What was refused, by path; under no path when nothing says which. */
function problemsOf(reason: unknown, body: ITriggerBody): Problems {
  if (reason instanceof ApiError && Object.keys(reason.fields).length > 0) {
    return reason.fields;
  }
  if (reason instanceof ApiError && reason.status === 409 && body.dag_run_id) {
    return { [RUN_PATHS.runId]: reason.message };
  }
  return { '': reason instanceof Error ? reason.message : String(reason) };
}
