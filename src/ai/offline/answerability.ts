import type { RankedTopic } from '../retrieval.ts';
import { NOTION_PREFIX, queryWords } from '../search-terms.ts';

/** Notions of the vocabulary that people use outside a bank as often as inside; the others speak for a bank's matter. */
const EVERYDAY_NOTIONS: ReadonlySet<string> = new Set(
  `money old_period paper requirements foreigner minors turns_18 dead update_details address email name_fix tax
schedule_hours weekend limit raise lower returned pending tracking receipt wrong_account abroad currency scheduled
service_bill topup lounge roadside concierge price_protection income forgot delivery subscription refund purchase retry
denied_request used term early_payment settlement change_mind late_loan liability sms alert goal app web login new_phone
code open_hours appointment find_branch phone_line english_service accessible age receive_call car_loan activate
wallet biometric fee counter business blocked replacement new_card_arrived whatsapp interest_rate today_balance
virtual token close_account share_safe travel_insurance name_of_card_holder company_wait phishing
card_lost pause reset early_break pending_purchase no_app coverage`.split(/\s+/),
);
const MOST_BANK_NOTIONS = 4;
const MOST_EVERYDAY_NOTIONS = 5;
const MOST_WORDS = 15;

/**
 * The likelihood, 0 to 1, that the knowledge base can answer a question for which it found `best`.
 *
 * Source: logistic regression on Banking77 (CC BY 4.0) and Spanish banking questions against the other domains of
 * CLINC150 (CC BY 3.0); at 0.3 it lets 13 % of the latter pass and 85 to 100 % of banking questions.
 */
export function answerability(text: string, best: RankedTopic): number {
  const words = queryWords(text);
  const notions = new Set(words.flatMap(({ terms }) => terms.filter((term) => term.startsWith(NOTION_PREFIX))));
  const everyday = [...notions].filter((term) => EVERYDAY_NOTIONS.has(term.slice(NOTION_PREFIX.length))).length;
  const ofBank = notions.size - everyday;
  const evidence =
    -1.1 +
    1.4 * best.score +
    4.6 * best.score * best.coverage +
    0.15 * Math.min(ofBank, MOST_BANK_NOTIONS) +
    0.67 * Math.min(everyday, MOST_EVERYDAY_NOTIONS) -
    (ofBank === 0 ? 3.15 : 0) +
    0.066 * Math.min(words.length, MOST_WORDS);
  return 1 / (1 + Math.exp(-evidence));
}
