/** After each test nothing that it drew is left. */
import { afterEach } from 'vitest';
import { removeDrawn } from './render';

afterEach(removeDrawn);
