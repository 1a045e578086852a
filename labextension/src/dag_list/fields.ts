/** By what the list of DAGs is narrowed down. */
import { separated } from '../state/list_state';
import type { ICouture } from '../tokens';
import { stateLabel } from '../ui';
import type { IFilterField, IOption } from '../ui/listing';

export function dagFields({ client, trans }: ICouture): IFilterField[] {
  const plain = (found: readonly string[]): IOption[] => found.map(value => ({ value, label: value }));
  const states = ['success', 'failed', 'running', 'queued'].map(value => ({ value, label: stateLabel(value, trans) }));
  const yesNo = (yes: string, no: string): IOption[] => [{ value: 'true', label: yes }, { value: 'false', label: no }];
  return [
    { id: 'search', label: trans.__('Search names, descriptions, tags'), kind: 'text', isPinned: true },
    {
      id: 'showPaused',
      label: trans.__('Show paused DAGs'),
      kind: 'toggle',
      isPinned: true,
      toParams: value => (value ? {} : { paused: false })
    },
    {
      id: 'ownerLeft',
      label: trans.__('Paused, the owner left'),
      kind: 'choice',
      options: yesNo(trans.__('Only these'), trans.__('All others')),
      toParams: value => (value === 'true' ? { owner_left: true, paused: true } : { owner_left: false })
    },
    { id: 'lastRunState', label: trans.__('State of the last run'), kind: 'choice', param: 'last_run_state', options: states },
    { id: 'tags', label: trans.__('Any of these tags'), kind: 'several', load: async () => plain(await client.dags.tags()) },
    {
      id: 'allTags',
      label: trans.__('All of these tags'),
      kind: 'several',
      load: async () => plain(await client.dags.tags()),
      toParams: value => ({ tags: separated(value), tags_match_mode: 'all' })
    },
    { id: 'owners', label: trans.__('Owner'), kind: 'several', load: async () => plain(await client.dags.owners()) },
    {
      id: 'switched',
      label: trans.__('Switched'),
      kind: 'choice',
      options: [{ value: 'on', label: trans.__('On') }, { value: 'off', label: trans.__('Off') }],
      toParams: value => ({ paused: value === 'off' })
    },
    {
      id: 'favorite',
      label: trans.__('Favourites'),
      kind: 'choice',
      param: 'is_favorite',
      options: yesNo(trans.__('Only favourites'), trans.__('All others'))
    },
    {
      id: 'broken',
      label: trans.__('Import error'),
      kind: 'choice',
      param: 'has_import_errors',
      options: yesNo(trans.__('With an import error'), trans.__('Without'))
    },
    {
      id: 'byAssets',
      label: trans.__('Schedule'),
      kind: 'choice',
      param: 'has_asset_schedule',
      options: yesNo(trans.__('By assets'), trans.__('Not by assets'))
    },
    {
      id: 'kind',
      label: trans.__('Kind'),
      kind: 'choice',
      options: [
        { value: 'file', label: trans.__('DAG files') },
        { value: 'notebook_schedule', label: trans.__('Scheduled notebooks') }
      ]
    }
  ];
}
