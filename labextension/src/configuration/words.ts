/** Names of the sections and of the places that settings come from. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IInstallationOption } from '../api';

export function sectionLabel(section: string, trans: TranslationBundle): string {
  const labels: Record<string, string> = {
    places: trans.__('Places'),
    engine: trans.__('Engine'),
    server: trans.__('Server'),
    workers: trans.__('Worker machines'),
    kernels: trans.__('Kernels and environments'),
    keeping: trans.__('How long things are kept'),
    mail: trans.__('E-mail'),
    security: trans.__('Security')
  };
  return labels[section] ?? section;
}

export function originLabel(origin: IInstallationOption['origin'], trans: TranslationBundle): string {
  return {
    default: trans.__('default'),
    file: trans.__('couture.toml'),
    environment: trans.__('environment'),
    server: trans.__('server')
  }[origin];
}

/** Whether a setting is what somebody looks for. */
export function isFound(option: IInstallationOption, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = `${option.name} COUTURE_${option.name} ${option.value} ${option.meaning}`.toLowerCase();
  return words.every(word => all.includes(word));
}

/** The options by section, in their order. */
export function bySection(options: readonly IInstallationOption[]): [string, IInstallationOption[]][] {
  const found = new Map<string, IInstallationOption[]>();
  for (const option of options) {
    found.set(option.section, [...(found.get(option.section) ?? []), option]);
  }
  return [...found];
}
