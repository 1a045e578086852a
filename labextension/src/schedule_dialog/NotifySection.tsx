/** Whom to tell what of the runs: e-mail, webhooks and Slack. */
import { addIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useRef } from 'react';
import type { INotifyRule } from '../api';
import { useCouture } from '../ui';
import { useForm } from './context';
import { FoldSection } from './FoldSection';
import { newRule, rulesSummary } from './notify_rules';
import { NotifyRule } from './NotifyRule';

export function NotifySection(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set } = useForm();
  const rules = values.notify;
  const keys = useKeys(rules.length);
  const replace = (index: number, rule: INotifyRule | null): void => {
    set({ notify: rules.flatMap((each, place) => (place !== index ? [each] : rule ? [rule] : [])) });
  };
  const paths = ['notify', ...Object.keys(problems).filter(path => path.startsWith('notify.'))];
  return (
    <FoldSection title={trans.__('Messages')} summary={rulesSummary(rules, trans)} paths={paths}>
      {rules.map((rule, index) => (
        <NotifyRule
          key={keys[index]}
          rule={rule}
          index={index}
          onChange={changed => replace(index, changed)}
          onRemove={() => {
            keys.splice(index, 1);
            replace(index, null);
          }}
        />
      ))}
      {problems.notify && (
        <div className="couture-Field-error" role="alert">
          {problems.notify}
        </div>
      )}
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" onClick={() => set({ notify: [...rules, newRule()] })}>
          <addIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Tell somebody')}</span>
        </button>
      </div>
    </FoldSection>
  );
}

/** A rule has no name of its own: keys by which what is typed stays with its rule when another one comes or goes. */
function useKeys(length: number): number[] {
  const next = useRef(0);
  const keys = useRef<number[]>([]);
  while (keys.current.length < length) {
    keys.current.push(next.current++);
  }
  keys.current.length = length;
  return keys.current;
}
