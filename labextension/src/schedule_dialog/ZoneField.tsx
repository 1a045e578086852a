/** An IANA time zone, found by typing a part of its name. */
import type { ReactElement } from 'react';
import { useId } from 'react';
import { useCouture, useQuery, displayLocale } from '../ui';
import { useForm } from './context';
import { TextField } from './inputs';
import { isZone } from '../ui';

export function ZoneField(): ReactElement {
  const { client, trans } = useCouture();
  const { values } = useForm();
  const list = useId();
  const { data } = useQuery(() => client.schedules.timezones(), undefined, [client]);
  return (
    <>
      <TextField
        name="timezone"
        path="timezone"
        label={trans.__('Time zone')}
        list={list}
        spellCheck={false}
        hint={isZone(values.timezone) ? trans.__('It is %1 there now.', timeIn(values.timezone)) : undefined}
        isRequired
      />
      <datalist id={list}>
        {(data?.timezones ?? []).map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

function timeIn(timeZone: string): string {
  return new Intl.DateTimeFormat(displayLocale(), { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date());
}
