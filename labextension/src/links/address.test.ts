import { describe, expect, it } from 'vitest';
import { CommandIDs } from '../commands';
import { ADDRESS_PATTERN, addressOf, addressOfList, destinationOf, searchFor, withoutDestination } from './address';

describe('addresses of our pages', () => {
  it('lead back to what they were made from', () => {
    const search = searchFor('run', 'a/b', 'manual__2026-01-01T00:00:00+00:00', 'my task');
    expect(search).toMatch(ADDRESS_PATTERN);
    expect(destinationOf(search)).toEqual({
      command: CommandIDs.openRun,
      args: { dagId: 'a/b', runId: 'manual__2026-01-01T00:00:00+00:00', taskId: 'my task' }
    });
  });

  it('lead to a section of a DAG with what is chosen in it', () => {
    expect(destinationOf(searchFor('dag', 'etl', 'graph', 'r+1', 'load', '3'))).toEqual({
      command: CommandIDs.openDag,
      args: { dagId: 'etl', view: 'graph', runId: 'r+1', taskId: 'load', mapIndex: 3 }
    });
    expect(destinationOf(searchFor('dag', 'etl', 'graph', '', '', '', 'upstream', 'load'))).toEqual({
      command: CommandIDs.openDag,
      args: { dagId: 'etl', view: 'graph', filterTask: 'load', filterWay: 'upstream' }
    });
  });

  it('lead to assets', () => {
    expect(destinationOf('?couture=assets/7')).toEqual({ command: CommandIDs.openAssets, args: { assetId: 7 } });
    expect(destinationOf('?couture=assets/lineage')).toEqual({
      command: CommandIDs.openAssets,
      args: { view: 'lineage' }
    });
    expect(destinationOf(searchFor('assets', 'uri=s3%3A%2F%2Fx'))).toEqual({
      command: CommandIDs.openAssets,
      args: { uri: 's3://x' }
    });
    expect(destinationOf(searchFor('assets'))).toEqual({ command: CommandIDs.openAssets, args: {} });
  });

  it('lead to the pages of which there is one', () => {
    expect(destinationOf(searchFor('variables', 'a/b c'))).toEqual({
      command: CommandIDs.openVariables,
      args: { key: 'a/b c' }
    });
    expect(destinationOf('?couture=connections/db/2')).toEqual({
      command: CommandIDs.openConnections,
      args: { connectionId: 'db', number: 2 }
    });
    expect(destinationOf('?couture=pools')).toEqual({ command: CommandIDs.openPools, args: {} });
    expect(destinationOf('?couture=toString')).toBeNull();
  });

  it('lead to the form that starts a run, to import errors, and to one of the mapped instances', () => {
    expect(destinationOf('?couture=trigger/etl')).toEqual({ command: CommandIDs.triggerForm, args: { dagId: 'etl' } });
    expect(destinationOf('?couture=importErrors/etl')).toEqual({
      command: CommandIDs.openImportErrors,
      args: { text: 'etl' }
    });
    expect(destinationOf('?couture=run/etl/r/t/3')?.args).toEqual({ dagId: 'etl', runId: 'r', taskId: 't', mapIndex: 3 });
    expect(addressOf('http://hub/', 'etl', 'r', ['t', '3'])).toBe('http://hub/lab/couture/run/etl/r/t/3');
  });

  it('lead to DAG files', () => {
    expect(destinationOf(searchFor('dag-file', 'team/etl.py', '7'))).toEqual({
      command: CommandIDs.editDagFile,
      args: { path: 'team/etl.py', line: 7 }
    });
    expect(destinationOf('?couture=dag-files')).toEqual({ command: CommandIDs.manageDags, args: {} });
  });

  it('lead to lists with their filters', () => {
    const address = addressOfList('http://hub/', 'task-instances', { dagId: 'a b', state: 'failed,queued' });
    const page = address.replace('http://hub/lab/couture/', '');
    expect(destinationOf(`?couture=${encodeURIComponent(page)}`)).toEqual({
      command: CommandIDs.openTaskInstances,
      args: { dagId: 'a b', state: 'failed,queued' }
    });
    expect(destinationOf(searchFor('runs', 'sales'))).toEqual({ command: CommandIDs.openRuns, args: { dagId: 'sales' } });
    expect(destinationOf('?couture=dags')).toEqual({ command: CommandIDs.openDags, args: {} });
  });

  it('lead to live notebooks too', () => {
    expect(destinationOf(searchFor('live', 'etl', 'r+1'))).toEqual({
      command: CommandIDs.openLive,
      args: { dagId: 'etl', runId: 'r+1' }
    });
  });

  it('may come after other parts of the address', () => {
    expect(destinationOf('?reset&couture=dag/etl')).toEqual({ command: CommandIDs.openDag, args: { dagId: 'etl' } });
  });

  it('can be given to others', () => {
    expect(addressOf('http://hub/user/ada/', 'etl')).toBe('http://hub/user/ada/lab/couture/dag/etl');
    expect(addressOf('http://hub/', 'a b', 'r+1')).toBe('http://hub/lab/couture/run/a%20b/r%2B1');
  });

  it('are taken out of the address once the page is open', () => {
    expect(withoutDestination('/user/ada/lab', '?reset&couture=runs', '/user/ada/')).toBe('lab?reset=');
    expect(withoutDestination('lab', '?couture=dag%2Fetl', '/')).toBe('lab');
  });

  it.each(['', '?couture=', '?couture=run/only-a-dag', '?couture=elsewhere/x'])('%s leads nowhere', search => {
    expect(destinationOf(search)).toBeNull();
  });

  it('that were cut off within a character are read as they are', () => {
    expect(destinationOf('?couture=dag%2Fa%25E4')?.args.dagId).toBe('a%E4');
  });
});
