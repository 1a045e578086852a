/** What became of the chosen jobs. */
import type { ReactElement } from 'react';
import type { IImportedSchedule } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, Table, useCouture } from '../ui';

export function ImportResult({ result }: { result: readonly IImportedSchedule[] }): ReactElement {
  const { trans } = useCouture();
  return (
    <Table
      label={trans.__('Imported')}
      rows={result}
      rowKey={each => each.source}
      columns={[
        { id: 'from', label: trans.__('From'), cell: each => each.source },
        {
          id: 'dag',
          label: trans.__('Schedule'),
          cell: each =>
            each.dag_id === null ? (
              each.problems.join(' ')
            ) : (
              <CommandButton command={CommandIDs.openDag} args={{ dagId: each.dag_id }} label={each.dag_id} />
            )
        }
      ]}
    />
  );
}
