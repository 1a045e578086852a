/** Older versions of a brick: one of them can be taken into the form. */
import type { ReactElement } from 'react';
import type { IBrickVersion } from '../api';
import { absoluteTime, useCouture, useQuery } from '../ui';

export interface IVersionChoiceProps {
  brickId: string;
  onChoose: (version: IBrickVersion) => void;
}

export function VersionChoice({ brickId, onChoose }: IVersionChoiceProps): ReactElement | null {
  const { client, trans } = useCouture();
  const { data = [] } = useQuery(
    () => client.codeBricks.versions(brickId),
    change => change.subject === 'code_brick' && change.detail?.brick === brickId,
    [client, brickId]
  );
  if (data.length === 0) {
    return null;
  }
  return (
    <select
      className="couture-Select"
      aria-label={trans.__('Take a version into the form')}
      value=""
      onChange={event => {
        const version = data.find(each => String(each.version) === event.target.value);
        if (version) {
          onChoose(version);
        }
      }}
    >
      <option value="">{trans.__('Take a version…')}</option>
      {data.map(each => (
        <option key={each.version} value={each.version}>
          {trans.__('%1: %2, %3', each.version, each.edited_by, absoluteTime(each.edited_at))}
        </option>
      ))}
    </select>
  );
}
