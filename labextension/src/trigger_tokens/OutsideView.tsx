/** What starts the DAG besides the clock, and the tokens that programs run it with. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type INewTriggerToken, type ITriggerToken } from '../api';
import type { IChange } from '../state/changes';
import {
  absoluteTime,
  ActionButton,
  attempt,
  confirmDestructive,
  ErrorBanner,
  Loading,
  RelativeTime,
  Table,
  useCouture,
  useQuery
} from '../ui';
import { NewToken } from './NewToken';
import { TokenForm } from './TokenForm';
import { TriggerFacts } from './TriggerFacts';

export function OutsideView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [made, setMade] = useState<INewTriggerToken | null>(null);
  const { data, error, refresh } = useQuery(
    async () => {
      const [triggers, tokens] = await Promise.all([
        client.triggerTokens.triggers(dagId),
        client.triggerTokens.list(dagId).catch(nobodysBusiness)
      ]);
      return { triggers, tokens };
    },
    // The DAG that it follows may go, or come back.
    change =>
      change.subject === 'dag' ? change.dag_id === dagId || change.what !== 'changed' : isRunOf(change, dagId),
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <div className="couture-Outside">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <h2>{trans.__('What starts it')}</h2>
      <TriggerFacts triggers={data.triggers} />
      {data.tokens && (
        <>
          <h2>{trans.__('Tokens for other programs')}</h2>
          <p className="couture-muted">
            {trans.__('Whoever has a token can run this DAG over HTTP, and can do nothing else with it.')}
          </p>
          {made && <NewToken token={made} address={client.triggerTokens.address(dagId)} onDone={() => setMade(null)} />}
          <TokenForm
            dagId={dagId}
            onMade={token => {
              setMade(token);
              refresh();
            }}
          />
          {data.tokens.length > 0 && <Tokens dagId={dagId} tokens={data.tokens} onChange={refresh} />}
        </>
      )}
    </div>
  );
}

function isRunOf(change: IChange, dagId: string): boolean {
  return change.subject === 'dag_run' && change.dag_id === dagId;
}

/** Whoever may not see tokens sees the rest of the page. */
function nobodysBusiness(reason: unknown): null {
  if (reason instanceof ApiError && reason.status === 403) {
    return null;
  }
  throw reason;
}

interface ITokensProps {
  dagId: string;
  tokens: readonly ITriggerToken[];
  onChange: () => void;
}

function Tokens({ dagId, tokens, onChange }: ITokensProps): ReactElement {
  const { client, trans } = useCouture();
  const revoke = async (token: ITriggerToken): Promise<void> => {
    const question = {
      title: trans.__('Revoke the token "%1"?', token.name),
      sentences: [trans.__('Programs that use it are refused from now on.')],
      action: trans.__('Revoke')
    };
    if (await confirmDestructive(question, trans)) {
      await attempt(trans.__('The token was not revoked.'), () => client.triggerTokens.revoke(dagId, token.id), trans);
      onChange();
    }
  };
  return (
    <Table
      label={trans.__('Tokens')}
      rows={tokens}
      rowKey={token => String(token.id)}
      columns={[
        { id: 'name', label: trans.__('Name'), cell: token => token.name },
        { id: 'by', label: trans.__('Made by'), cell: token => token.created_by },
        { id: 'made', label: trans.__('Made'), cell: token => <RelativeTime at={token.created_at} /> },
        {
          id: 'expires',
          label: trans.__('Expires'),
          cell: token => (token.expires_at ? absoluteTime(token.expires_at) : trans.__('Never'))
        },
        {
          id: 'used',
          label: trans.__('Last used'),
          cell: token => (token.used_at ? <RelativeTime at={token.used_at} /> : trans.__('Not yet'))
        },
        {
          id: 'revoke',
          label: '',
          cell: token => (
            <ActionButton
              variant="warn"
              label={trans.__('Revoke…')}
              needs="triggerTokens:edit"
              dagId={dagId}
              onClick={() => void revoke(token)}
            />
          )
        }
      ]}
    />
  );
}
