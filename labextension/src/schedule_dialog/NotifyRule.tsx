/** One rule: which events, through what, to whom; and a test of it. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { INotifyRule } from '../api';
import { eventLabel, Field, useCouture } from '../ui';
import { useForm } from './context';
import { durationText, parseDuration } from './durations';
import { eventHint, EVENTS, recipientsOf, withEvent } from './notify_rules';
import { TestSend } from './TestSend';

export interface INotifyRuleProps {
  rule: INotifyRule;
  index: number;
  onChange: (rule: INotifyRule) => void;
  onRemove: () => void;
}

export function NotifyRule(props: INotifyRuleProps): ReactElement {
  const { rule, index, onChange, onRemove } = props;
  const { trans } = useCouture();
  return (
    <fieldset className="couture-NotifyRule">
      <legend>{trans.__('Rule %1', index + 1)}</legend>
      <EventFields {...props} />
      <div className="couture-FormGrid">
        <Field label={trans.__('Through')} path={`notify.${index}.channel`}>
          {attributes => (
            <select
              {...attributes}
              className="couture-Select"
              value={rule.channel}
              onChange={event => onChange({ ...rule, channel: event.target.value as INotifyRule['channel'] })}
            >
              <option value="email">{trans.__('E-mail')}</option>
              <option value="webhook">{trans.__('Webhook')}</option>
              <option value="slack">{trans.__('Slack')}</option>
            </select>
          )}
        </Field>
        <RecipientsField {...props} />
        {rule.on.includes('late') && <LateField {...props} />}
      </div>
      <div className="couture-Buttons">
        <TestSend rule={rule} />
        <button
          type="button"
          className="couture-Button"
          onClick={onRemove}
          aria-label={trans.__('Remove rule %1', index + 1)}
        >
          {trans.__('Remove')}
        </button>
      </div>
    </fieldset>
  );
}

function EventFields({ rule, index, onChange }: INotifyRuleProps): ReactElement {
  const { trans } = useCouture();
  const { problems } = useForm();
  const path = `notify.${index}.on`;
  return (
    <div className="couture-Field" data-path={path}>
      <div className="couture-NotifyRule-events" role="group" aria-label={trans.__('Events')}>
        {EVENTS.map(event => (
          <label key={event} title={eventHint(event, trans)}>
            <input
              type="checkbox"
              checked={rule.on.includes(event)}
              aria-invalid={path in problems}
              onChange={change => onChange(withEvent(rule, event, change.target.checked))}
            />
            {eventLabel(event, trans)}
          </label>
        ))}
      </div>
      {problems[path] && (
        <div className="couture-Field-error" role="alert">
          {problems[path]}
        </div>
      )}
    </div>
  );
}

function RecipientsField({ rule, index, onChange }: INotifyRuleProps): ReactElement {
  const { trans } = useCouture();
  const { problems, touch } = useForm();
  const [text, setText] = useState(rule.to.join(', '));
  const path = `notify.${index}.to`;
  const isMail = rule.channel === 'email';
  return (
    <Field
      label={isMail ? trans.__('Addresses') : trans.__('Connections')}
      path={path}
      error={problems[path]}
      hint={
        isMail
          ? trans.__('Separated by commas.')
          : trans.__('Ids of connections that hold the address and the secret, separated by commas.')
      }
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          value={text}
          spellCheck={false}
          placeholder={isMail ? trans.__('ada@example.org') : trans.__('team_webhook')}
          onChange={event => {
            setText(event.target.value);
            onChange({ ...rule, to: recipientsOf(event.target.value) });
          }}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}

function LateField({ rule, index, onChange }: INotifyRuleProps): ReactElement {
  const { trans } = useCouture();
  const { problems, touch } = useForm();
  const [text, setText] = useState(durationText(rule.late_after));
  const path = `notify.${index}.late_after`;
  return (
    <Field
      label={trans.__('Late after')}
      path={path}
      error={problems[path]}
      hint={trans.__('Counted from when the run was due. For example 30m or 2h.')}
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          value={text}
          onChange={event => {
            setText(event.target.value);
            onChange({ ...rule, late_after: parseDuration(event.target.value) || null });
          }}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}
