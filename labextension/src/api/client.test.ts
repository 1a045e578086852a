import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it } from 'vitest';
import { createClient } from '.';
import type { ApiError} from './client';
import { Http, errorFrom, pathOf, queryString } from './client';

/** Settings whose requests end in `answer`. */
function settings(answer: (request: Request) => Response | Promise<Response>): ServerConnection.ISettings {
  return ServerConnection.makeSettings({
    baseUrl: 'http://127.0.0.1:1/user/ada/',
    fetch: async (info, init) => answer(new Request(info, init)),
    token: ''
  });
}

describe('requests', () => {
  it('go under the base URL, with each part quoted', async () => {
    const urls: string[] = [];
    const client = createClient(
      settings(request => {
        urls.push(`${request.method} ${request.url}`);
        return Response.json({});
      })
    );
    await client.runs.get('my dag', 'manual__2026-01-01T00:00:00+00:00');
    await client.runs.list('~', { limit: 10, states: ['failed', 'running'], search: '' });
    expect(urls[0]).toMatch(
      'GET http://127.0.0.1:1/user/ada/couture/api/v2/dags/my%20dag/dagRuns/manual__2026-01-01T00%3A00%3A00%2B00%3A00'
    );
    expect(urls[1]).toMatch('/dags/~/dagRuns?limit=10&states=failed&states=running');
  });

  it('reject with the status and the sentence of the server', async () => {
    const http = new Http(settings(() => Response.json({ detail: 'There is no DAG "x".' }, { status: 404 })));
    await expect(http.get('dags/x')).rejects.toMatchObject({ status: 404, message: 'There is no DAG "x".' });
  });

  it('say when the server does not answer', async () => {
    const http = new Http(
      settings(() => {
        throw new TypeError('Failed to fetch');
      })
    );
    const error = await http.get('dags').catch((reason: unknown) => reason as ApiError);
    expect((error as ApiError).isOffline).toBe(true);
  });

  it('hear lines of JSON one by one, wherever they are cut, until they stop listening', async () => {
    const coming = new TransformStream<Uint8Array, Uint8Array>();
    const writer = coming.writable.getWriter();
    const send = (text: string): Promise<void> => writer.write(new TextEncoder().encode(text));
    const http = new Http(settings(request => {
      request.signal.addEventListener('abort', () => void writer.abort(new Error('stopped')));
      return new Response(coming.readable);
    }));
    const controller = new AbortController();
    const heard: unknown[] = [];
    const end = http.lines('lines', {}, controller.signal, line => heard.push(line));
    await send('{"a": 1}\n{"b"');
    await send(': 2}\n');
    await expect.poll(() => heard).toEqual([{ a: 1 }, { b: 2 }]);
    controller.abort();
    expect(await end).toBe(false);
  });

  it('tell of the runs that they start', async () => {
    const client = createClient(settings(() => Response.json({ dag_id: 'a', dag_run_id: 'r' })));
    const started: unknown[] = [];
    client.http.runStarted.connect((_, run) => started.push(run));
    await client.dags.trigger('a');
    expect(started).toEqual([{ dagId: 'a', runId: 'r' }]);
  });
});

describe('errorFrom', () => {
  it('finds the field of each problem', () => {
    const detail = [
      { loc: ['body', 'when', 'cron'], msg: 'Not a cron expression.', type: 'value_error' },
      { loc: ['body', 'retries'], msg: 'Must not be negative.', type: 'value_error' }
    ];
    const error = errorFrom(422, { detail }, 'Unprocessable');
    expect(error.fields).toEqual({ 'when.cron': 'Not a cron expression.', retries: 'Must not be negative.' });
    expect(error.message).toBe('Not a cron expression. Must not be negative.');
  });

  it('understands the errors of Jupyter itself and those of a proxy', () => {
    expect(errorFrom(403, { message: 'Forbidden' }, 'x').message).toBe('Forbidden');
    expect(errorFrom(502, '<html>', 'Bad Gateway').message).toBe('Bad Gateway');
  });
});

describe('addresses', () => {
  it('leave out what is empty', () => {
    expect(queryString({ a: null, b: undefined, c: '', d: false, e: 0, f: [] })).toBe('?d=false&e=0');
    expect(queryString()).toBe('');
  });

  it('quote slashes', () => {
    expect(pathOf('a/b', 3)).toBe('a%2Fb/3');
  });
});
