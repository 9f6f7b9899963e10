import { type Language, sayIn } from '../../messages/messages.ts'
import { withLanguage } from '../../web/language.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'

export type PayState = 'asks' | 'settled' | 'unknown'

type Props = { newsroom: Newsroom; language: Language; path: string; state: PayState }

const TITLES = {
  asks: 'pay.title',
  settled: 'pay.settledTitle',
  unknown: 'manage.unknownTitle',
} as const satisfies Record<PayState, string>

/** Leads from the mail about a failed charge to Stripe's invoice page. It does not say whose invoice it is. */
export const payPage = ({ newsroom, language, path, state }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'notice',
    path,
    title: say(TITLES[state]),
    children: (
      <>
        <p role={state === 'asks' ? undefined : 'status'}>{say(`pay.${state}`)}</p>
        {state === 'asks' ? (
          <form action={path} method="post">
            <input type="hidden" name="language" value={language} />
            <button type="submit" class="primary">
              {say('pay.button')}
            </button>
          </form>
        ) : null}
        <p>
          <a href={withLanguage('/account', language)}>{say('pay.account')}</a>
        </p>
      </>
    ),
  })
}
