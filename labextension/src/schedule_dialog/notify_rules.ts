/** The rules that say whom to tell what, and what a person types for them. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { INotifyRule } from '../api';

type NotifyEvent = INotifyRule['on'][number];

export const EVENTS: readonly NotifyEvent[] = ['success', 'failure', 'retry', 'recovery', 'late'];

const LATE_AFTER = 3600;

/** The rule that a person begins with. */
export function newRule(): INotifyRule {
  return { on: ['failure', 'recovery'], channel: 'email', to: [], late_after: null };
}

/** The rule with an event added or taken away; being late needs a time. */
export function withEvent(rule: INotifyRule, event: NotifyEvent, isOn: boolean): INotifyRule {
  const on = EVENTS.filter(each => (each === event ? isOn : rule.on.includes(each)));
  const lateAfter = event === 'late' ? (isOn ? LATE_AFTER : null) : rule.late_after;
  return { ...rule, on, late_after: lateAfter };
}

/** The recipients in a text with commas (or spaces, semicolons, new lines) between them, each once. */
export function recipientsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

export function eventHint(event: NotifyEvent, trans: TranslationBundle): string {
  const hints: Record<NotifyEvent, string> = {
    success: trans.__('A run succeeded.'),
    failure: trans.__('A run failed, after its last try.'),
    retry: trans.__('A try failed and is tried again.'),
    recovery: trans.__('A run succeeded after the one before failed.'),
    late: trans.__('A run has not ended some time after it was due.')
  };
  return hints[event];
}

/** What is set, in words. */
export function rulesSummary(rules: readonly INotifyRule[], trans: TranslationBundle): string {
  const recipients = new Set(rules.flatMap(rule => rule.to)).size;
  return recipients === 0 ? trans.__('Nobody') : trans._n('%1 recipient', '%1 recipients', recipients);
}
