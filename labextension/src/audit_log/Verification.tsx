/** Whether the entries of the audit log are as they were sealed; asked for with a button, and stopped with it. */
import { checkIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { IAuditVerdict } from '../api';
import { ActionButton, attempt, displayLocale, useCouture } from '../ui';

const SEAL = /^[0-9a-f]{64}$/;

export function Verification(): ReactElement {
  const { client, trans } = useCouture();
  const [noted, setNoted] = useState('');
  const [verdict, setVerdict] = useState<IAuditVerdict | null>(null);
  const [isBusy, setBusy] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const verify = async (): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setBusy(true);
    setVerdict(null);
    const ask = (): Promise<boolean> => client.eventLogs.verify(noted.trim(), controller.signal, setVerdict);
    await attempt(trans.__('The audit log was not verified.'), ask, trans);
    setBusy(false);
  };
  const isSeal = noted.trim() === '' || SEAL.test(noted.trim());
  return (
    <div className="couture-Verification">
      <div className="couture-Verification-bar">
        <ActionButton
          label={isBusy ? trans.__('Stop') : trans.__('Verify')}
          icon={checkIcon}
          title={isBusy ? undefined : trans.__('Check that no entry was changed, removed or inserted')}
          disabledBecause={isSeal ? null : trans.__('A seal has 64 digits, 0 to 9 and a to f.')}
          onClick={() => (isBusy ? stop.current?.abort() : void verify())}
        />
        <input
          className="couture-Input"
          aria-label={trans.__('A seal that was noted earlier')}
          aria-invalid={!isSeal}
          placeholder={trans.__('A seal that was noted earlier')}
          title={trans.__('It shows whether the end of the log was removed, or all of it written anew')}
          value={noted}
          onChange={event => setNoted(event.target.value)}
        />
      </div>
      <div role="status">{verdict && <Verdict verdict={verdict} isBusy={isBusy} />}</div>
    </div>
  );
}

function Verdict({ verdict, isBusy }: { verdict: IAuditVerdict; isBusy: boolean }): ReactElement {
  const { trans } = useCouture();
  const number = (count: number): string => new Intl.NumberFormat(displayLocale()).format(count);
  const entries = number(verdict.entries);
  if (!verdict.is_over) {
    return <p>{isBusy ? trans.__('%1 entries so far…', entries) : trans.__('Stopped after %1 entries.', entries)}</p>;
  }
  const isWhole = verdict.faults === 0 && verdict.is_noted_there !== false;
  return (
    <>
      {isWhole && <p>{trans.__('✓ %1 entries are as they were sealed.', entries)}</p>}
      {verdict.faults > 0 && <Faults verdict={verdict} count={number(verdict.faults)} />}
      {verdict.is_noted_there === false && (
        <p className="couture-mod-bad">
          {trans.__('The noted seal is not in the chain: the log was written anew, or its end was removed.')}
        </p>
      )}
      {verdict.unsealed > 0 && (
        <p>
          {trans._n('%1 entry is too young to have a seal.', '%1 entries are too young to have a seal.', verdict.unsealed)}
        </p>
      )}
      {verdict.last_seal && (
        <p>
          {trans.__('Write the last seal down where nobody who has the database can change it:')}{' '}
          <code className="couture-mono">{verdict.last_seal}</code>
        </p>
      )}
    </>
  );
}

function Faults({ verdict, count }: { verdict: IAuditVerdict; count: string }): ReactElement {
  const { trans } = useCouture();
  const words = { changed: trans.__('changed'), removed: trans.__('removed'), inserted: trans.__('inserted') };
  const named = verdict.findings.map(each => `${each.event_log_id} (${words[each.fault]})`).join(', ');
  const more = verdict.faults > verdict.findings.length ? ', …' : '';
  return <p className="couture-mod-bad">{trans.__('✗ %1 entries are not as they were sealed: %2', count, named + more)}</p>;
}
