import type { Fault, FaultCode } from '../model.ts';

/** Ends the reading of a document: what is wrong with it, and where. */
export class ReadFault extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, where: Omit<Fault, 'code'> = {}) {
    super(code);
    this.fault = { code, ...where };
  }
}
