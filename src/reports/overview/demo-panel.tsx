import { OfferDemo } from '../../billing/demo/demo-form-panel.tsx'
import { type Language, sayIn } from '../../messages/messages.ts'

/** `offered`: the record is empty and Stripe is the sandbox. */
export type DemoState = 'none' | 'offered' | 'filling'

/** Offers demo data while the record is empty, or leads to the page that shows how far it is written. */
export const DemoPanel = ({ language, state }: { language: Language; state: DemoState }) => {
  if (state === 'none') return null
  if (state === 'offered')
    return (
      <section class="demo-offer" data-demo="offered">
        <OfferDemo language={language} />
      </section>
    )
  return (
    <p data-demo="filling">
      <a href={`/staff/demo?language=${language}&watching=1`}>{sayIn(language)('demo.filling.link')}</a>
    </p>
  )
}
