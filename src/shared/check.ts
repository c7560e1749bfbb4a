/** Something that `workgroup doctor` has looked at. */
export interface Check {
  /** The same in every run, for machines; what there are several of ends with "/" and its own id. */
  id: string;
  /** In order; worth knowing; nothing works until it is mended. */
  state: 'ok' | 'warning' | 'fault';
  text: string;
  todo?: string;
}

export const ok = (id: string, text: string): Check => ({ id, state: 'ok', text });
export const warning = (id: string, text: string, todo: string): Check => ({ id, state: 'warning', text, todo });
export const fault = (id: string, text: string, todo: string): Check => ({ id, state: 'fault', text, todo });
