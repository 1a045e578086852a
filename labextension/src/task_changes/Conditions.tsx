/** What stands against running a task alone now; told anew when its run changes. */
import type { ReactElement } from 'react';
import type { IRunCondition } from '../api';
import { isAboutRun } from '../state/about';
import { ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import type { ISubject } from './choice';
import { FIRST_LIFTS, type ILifts, type Standing, standing } from './lifts';

export interface IConditionsProps {
  subject: ISubject;
  lifts: ILifts;
}

export function Conditions({ subject, lifts }: IConditionsProps): ReactElement {
  const { client, trans } = useCouture();
  const { dagId, runId, taskId = '', mapIndex = -1 } = subject;
  const { data, error, refresh } = useQuery(
    () => client.runs.runTask(dagId, runId, taskId, mapIndex, { ...FIRST_LIFTS, dry_run: true }),
    change => isAboutRun(change, dagId, runId) || (change.subject === 'dag' && change.dag_id === dagId),
    [client, dagId, runId, taskId, mapIndex]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const unmet = data.conditions.filter(each => !each.met);
  const isFree = unmet.every(each => standing(each, lifts) === 'ignored');
  return (
    <section className="couture-RunAlone-conditions" aria-label={trans.__('What stands in its way')}>
      <p role="status" className="couture-Changes-count">
        {isFree ? trans.__('Nothing stands in its way.') : trans.__('This stands in its way:')}
      </p>
      {unmet.length > 0 && (
        <ul className="couture-Changes-list">
          {unmet.map(each => (
            <Condition key={each.name} condition={each} standing={standing(each, lifts)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Condition({ condition, standing: how }: { condition: IRunCondition; standing: Standing }): ReactElement {
  const { trans } = useCouture();
  const words: Record<Standing, string> = {
    ignored: trans.__('ignored'),
    firm: trans.__('cannot be ignored'),
    liftable:
      condition.lifted_by === 'ignore_task_state'
        ? trans.__('ignore its state to run it all the same')
        : condition.lifted_by === 'ignore_task_dependencies'
          ? trans.__('ignore its dependencies to run it all the same')
          : trans.__('ignore all dependencies to run it all the same')
  };
  return (
    <li className={`couture-mod-${how}`}>
      <span className="couture-RunAlone-reason">{condition.reason}</span>
      <span className="couture-muted">{words[how]}</span>
    </li>
  );
}
