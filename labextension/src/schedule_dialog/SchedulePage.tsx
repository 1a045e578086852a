/** The schedule form as a page. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useReducer } from 'react';
import { ActionButton, ErrorBanner, Loading, useCouture } from '../ui';
import { AdvancedSection } from './AdvancedSection';
import { CodeSection } from './CodeSection';
import { FormProvider, type IFormContext, type IScheduleEnvironment } from './context';
import { EnvironmentSection } from './EnvironmentSection';
import type { ScheduleModel } from './model';
import { KernelSection } from './KernelSection';
import { NotebookSection } from './NotebookSection';
import { NotifySection } from './NotifySection';
import { OwnerNote } from './OwnerNote';
import { OutputSection } from './OutputSection';
import { ParametersSection } from './ParametersSection';
import { PreflightPanel } from './PreflightPanel';
import { RetentionSection } from './RetentionSection';
import { SecretsSection } from './SecretsSection';
import { useFocusOnProblems } from './useFocusOnProblems';
import { WhenSection } from './WhenSection';

export interface ISchedulePageProps {
  model: ScheduleModel;
  environment: IScheduleEnvironment;
  title: string;
  /** Save, and leave the page when that worked. */
  onSave: () => Promise<void>;
  /** Save without a run of its own, and leave for the form that runs it with several values. */
  onSweep: () => Promise<void>;
  onCancel: () => void;
}

export function SchedulePage(props: ISchedulePageProps): ReactElement {
  const { model, environment, title, onSave } = props;
  const [, redraw] = useReducer((value: number) => value + 1, 0);
  useEffect(() => {
    model.changed.connect(redraw);
    redraw();
    return () => {
      model.changed.disconnect(redraw);
    };
  }, [model]);
  const page = useFocusOnProblems(model);
  const form = formContext(model, environment);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void onSave();
    }
  };
  return (
    <div className="couture-Page couture-SchedulePage" ref={page} onKeyDown={onKeyDown}>
      <h1>{title}</h1>
      {model.status === 'loading' && <Loading />}
      {model.status === 'unavailable' && model.failure && (
        <ErrorBanner error={model.failure} onRetry={() => void model.load()} />
      )}
      {(model.status === 'ready' || model.status === 'saving') && (
        <FormProvider value={form}>
          <OwnerNote />
          <NotebookSection />
          <PreflightPanel />
          <ParametersSection />
          <WhenSection />
          <OutputSection />
          <CodeSection />
          <SecretsSection />
          <EnvironmentSection />
          <NotifySection />
          <RetentionSection />
          <KernelSection />
          <AdvancedSection />
          <Footer {...props} />
        </FormProvider>
      )}
    </div>
  );
}

function Footer({ model, onSave, onSweep, onCancel }: ISchedulePageProps): ReactElement {
  const { trans } = useCouture();
  const problems = Object.keys(model.problems).length;
  const isSaving = model.status === 'saving';
  const saving = isSaving ? trans.__('Saving…') : null;
  const isEdit = model.editedDagId !== undefined;
  const label = isEdit
    ? trans.__('Save')
    : model.values.kind === 'now'
      ? trans.__('Run now')
      : trans.__('Create schedule');
  return (
    <div className="couture-SchedulePage-footer">
      {model.failure && <ErrorBanner error={model.failure} onRetry={() => void onSave()} />}
      <div className="couture-Buttons">
        <ActionButton
          variant="primary"
          label={isSaving ? trans.__('Saving…') : label}
          title={trans.__('Ctrl+Enter')}
          needs="notebooks:schedule"
          disabledBecause={saving}
          onClick={() => void onSave()}
        />
        {!isEdit && ['now', 'manual'].includes(model.values.kind) && (
          <ActionButton
            label={trans.__('Run with Several Values…')}
            title={trans.__('Save it, and choose values to run it with')}
            needs="notebooks:schedule"
            disabledBecause={saving}
            onClick={() => void onSweep()}
          />
        )}
        <button type="button" className="couture-Button" onClick={onCancel}>
          {trans.__('Cancel')}
        </button>
        <span className="couture-SchedulePage-count" role="status">
          {problems > 0 && trans._n('%1 field needs attention.', '%1 fields need attention.', problems)}
        </span>
      </div>
    </div>
  );
}

function formContext(model: ScheduleModel, environment: IScheduleEnvironment): IFormContext {
  return {
    model,
    environment,
    values: model.values,
    problems: model.problems,
    set: change => model.set(change),
    touch: path => void model.touch(path)
  };
}
