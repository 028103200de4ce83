import type { Language } from '../../lib/language.ts';
import type { Draft, Outcome } from '../answer.ts';
import type { ToolFailure, ToolName } from '../tools.ts';
import { TOOL_FAILED, VERIFY } from './phrases.ts';

/** The provider's name as clients see it. */
const PROVIDER = 'mock';

/** A draft of the offline engine with nothing but an outcome and a text. */
export function draft(outcome: Outcome, text: string, confidence: number, intent: string | null): Draft {
  return {
    outcome,
    text,
    citations: [],
    confidence,
    intent,
    action: null,
    handoff: null,
    suggestEscalation: false,
    evidence: [],
    provider: PROVIDER,
    model: null,
    usage: null,
  };
}

export const acted = (tool: ToolName, text: string, evidence: string[]): Draft => ({
  ...draft('action', text, 0.95, tool),
  action: tool,
  evidence,
});

export const verifyFirst = (language: Language, intent: string): Draft =>
  draft('verify', VERIFY[language], 0.95, intent);

export function failed(tool: ToolName, reason: ToolFailure, language: Language): Draft {
  if (reason === 'identity_required') return verifyFirst(language, tool);
  return { ...draft('unsure', TOOL_FAILED[language], 0.9, tool), suggestEscalation: true };
}
