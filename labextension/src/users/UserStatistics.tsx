/** What each person did here lately, as the audit log tells it. */
import { type ReactElement, useState } from 'react';
import type { IUserActivity } from '../api';
import { CommandIDs } from '../commands';
import { displayLocale, type IColumn, Loading, OpenLink, Pager, QueryProblem, RelativeTime, Table, useCouture, useQuery } from '../ui';

const PAGE = 50;
const SPANS = [7, 30, 365] as const;

export function UserStatistics(): ReactElement {
  const { client, trans } = useCouture();
  const [days, setDays] = useState<number>(30);
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(() => client.eventLogs.activity(days, PAGE, offset), () => false, [client, days, offset]);
  const count = (number: number): string => new Intl.NumberFormat(displayLocale()).format(number);
  const columns: IColumn<IUserActivity>[] = [
    { id: 'username', label: trans.__('User'), className: 'couture-Table-about', cell: user => <Deeds username={user.username} /> },
    { id: 'sign_ins', label: trans.__('Signed in'), cell: user => count(user.sign_ins) },
    { id: 'refused', label: trans.__('Refused'), cell: user => count(user.refused_sign_ins) },
    { id: 'runs', label: trans.__('Runs started'), cell: user => count(user.runs_started) },
    { id: 'changes', label: trans.__('Other changes'), cell: user => count(user.changes) },
    { id: 'last', label: trans.__('Last change'), cell: user => <RelativeTime at={user.last_seen} /> }
  ];
  return (
    <section aria-label={trans.__('User statistics')}>
      <h2>{trans.__('User statistics')}</h2>
      <label>
        {trans.__('Of the last')}{' '}
        <select
          className="couture-Select"
          value={days}
          onChange={event => {
            setDays(Number(event.target.value));
            setOffset(0);
          }}
        >
          {SPANS.map(span => (
            <option key={span} value={span}>
              {trans._n('%1 day', '%1 days', span)}
            </option>
          ))}
        </select>
      </label>
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && data.total_entries === 0 && <p className="couture-muted">{trans.__('Nobody did anything that is written down.')}</p>}
      {data && data.total_entries > 0 && (
        <div className="couture-TableScroll">
          <Table label={trans.__('User statistics')} columns={columns} rows={data.users} rowKey={({ username }) => username} />
        </div>
      )}
      <Pager offset={offset} limit={PAGE} total={data?.total_entries ?? 0} onMove={setOffset} />
    </section>
  );
}

function Deeds({ username }: { username: string }): ReactElement {
  const { trans } = useCouture();
  return (
    <OpenLink command={CommandIDs.openAuditLog} args={{ user: username }} title={trans.__('What %1 did, in the audit log', username)}>
      {username}
    </OpenLink>
  );
}
