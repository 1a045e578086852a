import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { adviceFor } from './advice';

const trans = nullTranslator.load('couture_jupyter');

describe('the advice for a broken DAG file', () => {
  it('names what is missing', () => {
    expect(adviceFor("ModuleNotFoundError: No module named 'pandas'", trans)).toContain('"pandas"');
    expect(adviceFor("ImportError: cannot import name 'Dag' from 'airflow' (x)", trans)).toContain('"Dag"');
  });

  it('is for common mistakes, and none for others', () => {
    for (const text of [
      'SyntaxError: invalid syntax',
      'Reading the file took longer than 30 seconds.',
      "NameError: name 'DGA' is not defined"
    ]) {
      expect(adviceFor(text, trans)).not.toBeNull();
    }
    expect(adviceFor('ZeroDivisionError: division by zero', trans)).toBeNull();
  });
});
