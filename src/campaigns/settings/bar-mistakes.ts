import { excessInBar } from '../../appeal/forms/bar-room.ts'
import { type Language, moneyLocaleOf } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { textField } from './field-names.ts'
import type { Mistake } from './mistake.ts'
import { minimumOf } from './offered-amounts.ts'
import { LIMITS } from './text-mistakes.ts'

/** A bar shows its sentence whole on the smallest phones, without scrolling. */
export const barMistakes = (
  { form, texts, amounts }: CampaignSettings,
  [offer]: readonly CurrencyOffer[],
): Mistake[] => {
  if (form !== 'bar' || !offer) return []
  const minimum = money(minimumOf(amounts[offer.currency]?.monthly, offer), offer.currency)
  return Object.entries(texts).flatMap(([name, { line }]): Mistake[] => {
    if (line === null || [...line].length > LIMITS.line) return []
    const language = name as Language
    const sentence = line.replaceAll('{minimum}', formatMoney(minimum, moneyLocaleOf(language)))
    const excess = excessInBar(sentence, language)
    return excess === 0 ? [] : [{ field: textField(language, 'line'), because: 'too-long-for-bar', excess }]
  })
}
