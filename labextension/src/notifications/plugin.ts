/** Tells in JupyterLab how runs end: those that a person chose in the settings. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ICouture } from '../tokens';
import { tellOf, tellOfMany, type ToldEvent } from './messages';
import { type IConcern, Ownership, type Scope } from './ownership';
import { isRecovery } from './recovery';
import { type IToldRun, ToldRuns } from './told_runs';

const PLUGIN_ID = 'couture-jupyter:notifications';

/** More than these at once are told in one. */
const MOST_AT_ONCE = 4;

export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Notifications about runs that have ended or are tried again.',
  autoStart: true,
  requires: [ICouture],
  optional: [ISettingRegistry],
  activate: (_: JupyterFrontEnd, couture: ICouture, registry: ISettingRegistry | null): void => {
    const told = new ToldRuns();
    const owners = new Ownership(couture.client);
    let settings: ISettingRegistry.ISettings | null = null;
    void registry?.load(PLUGIN_ID).then(loaded => {
      settings = loaded;
    });
    const chosen: IChosen = {
      scope: () => (settings?.get('runs').composite as Scope | undefined) ?? 'mine',
      isWanted: event => settings?.get(event).composite !== false,
      wantsEverySuccess: () => settings?.get('automatic').composite === true
    };
    couture.client.http.runStarted.connect((_http, run) => owners.startedHere(run.dagId, run.runId));
    couture.changes.arrived.connect((_stream, changes) => {
      const news = told.of(changes);
      if (news.length > 0) {
        // When the server is away it cannot be asked whose run it is; pages say that it is away.
        tell(news, chosen, owners, couture).catch(() => undefined);
      }
    });
  }
};

interface IChosen {
  scope(): Scope;
  isWanted(event: ToldEvent): boolean;
  wantsEverySuccess(): boolean;
}

async function tell(
  news: readonly IToldRun[],
  chosen: IChosen,
  owners: Ownership,
  couture: ICouture
): Promise<void> {
  const isFlood = news.length > MOST_AT_ONCE;
  const concerns = new Map<string, IConcern>();
  const wanted: [IToldRun, ToldEvent][] = [];
  for (const run of news) {
    // Runs of one DAG that end together were started together: in a flood one of them is asked about.
    const key = isFlood ? run.dagId : `${run.dagId}\n${run.runId}`;
    const concern = concerns.get(key) ?? (await owners.concern(chosen.scope(), run.dagId, run.runId));
    concerns.set(key, concern);
    if (concern.isWanted) {
      const event = isFlood ? run.event : await named(run, chosen, couture);
      const isQuiet = event === 'success' && concern.isAutomatic && !chosen.wantsEverySuccess();
      if (chosen.isWanted(event) && !isQuiet) {
        wanted.push([run, event]);
      }
    }
  }
  if (wanted.length > MOST_AT_ONCE) {
    tellOfMany(wanted.map(([run]) => run), couture);
  } else {
    for (const [run, event] of wanted) {
      tellOf(run, event, await hasNotebook(run, couture), couture);
    }
  }
}

/** Asked only where the notification offers to look at it. */
async function hasNotebook({ dagId, runId, event }: IToldRun, { client }: ICouture): Promise<boolean> {
  return event !== 'success' && (await client.runs.get(dagId, runId)).notebook_task_id !== null;
}

/** A success after a failure is a recovery, for those who want to hear of recoveries. */
async function named(run: IToldRun, chosen: IChosen, { client }: ICouture): Promise<ToldEvent> {
  const mayRecover = run.event === 'success' && chosen.isWanted('recovery');
  return mayRecover && (await isRecovery(client, run.dagId, run.runId)) ? 'recovery' : run.event;
}
