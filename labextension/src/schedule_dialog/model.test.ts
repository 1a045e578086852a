import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { ApiError, type ICoutureClient, type INotebookInspection, type INotebookSchedule } from '../api';
import { documentOf, type IScheduleDocument } from './form';
import { ScheduleModel } from './model';

/** The part of the server that the form speaks with, in memory. */
class FakeServer {
  saved: IScheduleDocument[] = [];
  problems: Record<string, string> = {};
  failure: Error | null = null;
  parameters: INotebookInspection['parameters'] = [
    { name: 'n', type: 'int', default: '1', value: 1, help: '', nullable: false }
  ];

  readonly client = {
    notebooks: {
      inspect: async (path: string): Promise<INotebookInspection> => {
        if (path === 'missing.ipynb') {
          throw new ApiError(404, 'There is no such notebook.');
        }
        const { parameters } = this;
        return { path, parameters, kernel_name: 'python3', language: 'python', has_parameters_cell: true, code_cells: 3, kind: 'notebook' };
      }
    },
    schedules: {
      get: async () => this.answer(this.saved[0]),
      validate: async () => this.refuse(),
      create: async (form: IScheduleDocument) => this.save(form),
      update: async (_dagId: string, form: IScheduleDocument) => this.save(form)
    }
  } as unknown as ICoutureClient;

  private async save(form: IScheduleDocument): Promise<INotebookSchedule> {
    await this.refuse();
    this.saved.push(form);
    return this.answer(form);
  }

  private async refuse(): Promise<void> {
    if (this.failure) {
      throw this.failure;
    }
    if (Object.keys(this.problems).length > 0) {
      throw new ApiError(422, Object.values(this.problems).join(' '), this.problems);
    }
  }

  private answer(form: IScheduleDocument): INotebookSchedule {
    return { ...form, dag_id: form.name, run_id: null } as unknown as INotebookSchedule;
  }
}

const trans = nullTranslator.load('couture_jupyter');

async function open(server: FakeServer, options: object = { path: 'reports/daily.ipynb' }): Promise<ScheduleModel> {
  const model = new ScheduleModel({ client: server.client, trans, ...options });
  await model.load();
  return model;
}

describe('a new schedule', () => {
  it("reads the notebook's parameters and is not dirty until something is typed", async () => {
    const model = await open(new FakeServer());
    expect(model.values.parameters.map(row => row.name)).toEqual(['n']);
    expect(model.isDirty).toBe(false);
    model.set({ description: 'hello' });
    expect(model.isDirty).toBe(true);
  });

  it('is saved', async () => {
    const server = new FakeServer();
    const model = await open(server);
    expect((await model.save())?.dag_id).toBe('daily');
    expect(server.saved[0]).toMatchObject({ notebook: 'reports/daily.ipynb', when: { kind: 'cron' } });
    expect(model.isDirty).toBe(false);
  });

  it('shows nothing wrong before a field is left, then only what is wrong there', async () => {
    const model = await open(new FakeServer());
    model.set({ name: '', retries: 'x' });
    expect(model.problems).toEqual({});
    await model.touch('name');
    expect(Object.keys(model.problems)).toEqual(['name']);
  });

  it('shows what the server says of a field that was left', async () => {
    const server = new FakeServer();
    const model = await open(server);
    server.problems = { output_path: 'Outside.', name: 'Taken.' };
    await model.touch('output_path');
    expect(model.problems).toEqual({ output_path: 'Outside.' });
  });

  it('keeps everything typed when the server refuses, and points to the first field', async () => {
    const server = new FakeServer();
    const model = await open(server);
    server.problems = { output_path: 'Outside.', odd: 'Something else.' };
    model.set({ outputPath: '../x.ipynb', description: 'typed' });
    const focused: string[] = [];
    model.focusRequested.connect((_, path) => focused.push(path));
    expect(await model.save()).toBeNull();
    expect(focused).toEqual(['output_path']);
    expect(model.problems).toEqual({ output_path: 'Outside.' });
    expect(model.failure?.message).toBe('Something else.');
    expect(model.values.description).toBe('typed');
    expect(model.status).toBe('ready');
    expect(model.isDirty).toBe(true);
  });

  it('says when the server does not answer, and can be saved afterwards', async () => {
    const server = new FakeServer();
    const model = await open(server);
    server.failure = new ApiError(0, 'Network error');
    expect(await model.save()).toBeNull();
    expect(model.failure?.message).toBe('Network error');
    server.failure = null;
    expect(await model.save()).not.toBeNull();
  });

  it('tells all problems at once when saved, those of the browser and those of the server', async () => {
    const server = new FakeServer();
    const model = await open(server);
    server.problems = { output_path: 'Outside.' };
    model.set({ retries: 'x' });
    expect(await model.save()).toBeNull();
    expect(Object.keys(model.problems).sort()).toEqual(['output_path', 'retries']);
    expect(server.saved).toEqual([]);
  });

  it('lets a problem go when its field is changed', async () => {
    const model = await open(new FakeServer());
    model.set({ retries: 'x' });
    await model.touch('retries');
    model.set({ retries: '2' });
    expect(model.problems).toEqual({});
  });

  it('follows another notebook with name and output path, unless they were typed', async () => {
    const model = await open(new FakeServer());
    await model.setNotebook('other.ipynb');
    expect(model.values).toMatchObject({ name: 'other', outputPath: 'outputs/{notebook}-{run_id}.ipynb' });
    model.set({ name: 'mine' });
    await model.setNotebook('third.ipynb');
    expect(model.values.name).toBe('mine');
  });

  it('says when the notebook cannot be read, and goes on', async () => {
    const model = await open(new FakeServer(), { path: 'missing.ipynb' });
    expect(model.status).toBe('ready');
    expect(model.inspectionError).toBe('There is no such notebook.');
  });
});

describe('a schedule that exists', () => {
  async function existing(): Promise<FakeServer> {
    const server = new FakeServer();
    const model = await open(server);
    model.set({ parameters: model.values.parameters.map(row => ({ ...row, text: '7' })), kind: 'now' });
    await model.save();
    return server;
  }

  it('comes back with its values; "now" was then', async () => {
    const model = await open(await existing(), { dagId: 'daily' });
    expect(documentOf(model.values)).toMatchObject({ parameters: { n: 7 }, when: { kind: 'manual' } });
    expect(model.editedDagId).toBe('daily');
    expect(model.isDirty).toBe(false);
  });

  it('is copied under another name', async () => {
    const model = await open(await existing(), { dagId: 'daily', isCopy: true });
    expect(model.values.name).toBe('daily copy');
    expect(model.editedDagId).toBeUndefined();
  });

  it('says when it cannot be fetched', async () => {
    const server = new FakeServer();
    const model = new ScheduleModel({ client: server.client, trans, dagId: 'gone' });
    server.client.schedules.get = async () => Promise.reject(new ApiError(404, 'There is no such schedule.'));
    await model.load();
    expect(model.status).toBe('unavailable');
    expect(model.failure?.message).toBe('There is no such schedule.');
  });
});
