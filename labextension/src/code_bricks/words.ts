/** Words for where bricks come from, where they go and what their placeholders are. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type LabIcon, userIcon, usersIcon } from '@jupyterlab/ui-components';
import type { BrickOrigin, IBrick, IBrickParameter } from '../api';
import { workflowsIcon } from '../ui';

export const ORIGINS: readonly BrickOrigin[] = ['shipped', 'shared', 'personal'];
export const PLACES: readonly IBrick['place'][] = ['dag', 'above', 'file', 'cursor'];
export const TYPES: readonly IBrickParameter['type'][] = [
  'text',
  'long_text',
  'identifier',
  'integer',
  'number',
  'boolean',
  'choice',
  'list',
  'json'
];

export function originWord(origin: BrickOrigin, trans: TranslationBundle): string {
  return { shipped: trans.__('Shipped'), shared: trans.__('Shared'), personal: trans.__('Personal') }[origin];
}

export function originSentence(brick: IBrick, trans: TranslationBundle): string {
  switch (brick.origin) {
    case 'shipped':
      return trans.__('Comes with Couture; duplicate it to change it');
    case 'shared':
      return trans.__('Written by %1; everybody sees it', brick.owner ?? '');
    default:
      return trans.__('Yours; nobody else sees it');
  }
}

export function originIcon(origin: BrickOrigin): LabIcon {
  return { shipped: workflowsIcon, shared: usersIcon, personal: userIcon }[origin];
}

export function placeWord(place: IBrick['place'], trans: TranslationBundle): string {
  return {
    dag: trans.__('Into the DAG, at the cursor'),
    above: trans.__('Above the DAG'),
    file: trans.__('At the top level of the file'),
    cursor: trans.__('At the cursor')
  }[place];
}

export function typeWord(type: IBrickParameter['type'], trans: TranslationBundle): string {
  return {
    text: trans.__('Text'),
    long_text: trans.__('Text of several lines'),
    identifier: trans.__('Name (of a variable, function, task)'),
    integer: trans.__('Whole number'),
    number: trans.__('Number'),
    boolean: trans.__('Yes or no'),
    choice: trans.__('One of several'),
    list: trans.__('List of texts'),
    json: trans.__('JSON')
  }[type];
}

/** What a person calls a parameter. */
export function parameterLabel(parameter: Pick<IBrickParameter, 'name' | 'title'>): string {
  if (parameter.title) {
    return parameter.title;
  }
  const words = parameter.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
