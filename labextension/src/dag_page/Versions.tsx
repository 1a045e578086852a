/** The versions of a DAG: each change of its source makes one. */
import type { ReactElement } from 'react';
import type { IDagVersion } from '../api';
import { absoluteTime, Table, useCouture } from '../ui';

export function Versions({ versions }: { versions: readonly IDagVersion[] }): ReactElement {
  const { trans } = useCouture();
  const ordered = [...versions].sort((a, b) => b.version_number - a.version_number);
  return (
    <Table
      label={trans.__('Versions')}
      rows={ordered}
      rowKey={each => String(each.version_number)}
      columns={[
        { id: 'number', label: trans.__('Version'), cell: each => each.version_number },
        { id: 'made', label: trans.__('Since'), cell: each => absoluteTime(each.created_at) },
        { id: 'commit', label: trans.__('Git commit'), cell: each => <code>{each.bundle_version?.slice(0, 12) ?? '–'}</code> }
      ]}
    />
  );
}
