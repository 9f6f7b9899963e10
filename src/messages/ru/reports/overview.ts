import type { overview as english } from '../../en/reports/overview.ts'

export const overview: Record<keyof typeof english, string> = {
  'overview.title': 'Обзор',
  'overview.sentence.grew':
    'Сегодня, {today}, нас {now, plural, one {поддерживает # человек} few {поддерживают # человека} many {поддерживают # человек} other {поддерживают # человека}} — на {change} больше, чем месяц назад, {before}.',
  'overview.sentence.shrank':
    'Сегодня, {today}, нас {now, plural, one {поддерживает # человек} few {поддерживают # человека} many {поддерживают # человек} other {поддерживают # человека}} — на {change} меньше, чем месяц назад, {before}.',
  'overview.sentence.same':
    'Сегодня, {today}, нас {now, plural, one {поддерживает # человек} few {поддерживают # человека} many {поддерживают # человек} other {поддерживают # человека}} — столько же, сколько месяц назад, {before}.',
  'overview.sentence.young':
    'Сегодня, {today}, нас {now, plural, one {поддерживает # человек} few {поддерживают # человека} many {поддерживают # человек} other {поддерживают # человека}}. Данные есть с {since}.',
  'overview.sentence.none': 'Регулярных взносов пока нет. Цифры появятся через секунды после первой оплаты.',
  'overview.newThisMonth': 'Новые в этом месяце',
  'overview.period': 'по сегодня, {today}',
  'overview.now': 'сейчас',
  'overview.course': '{metric}, по месяцам',
  'overview.sinceYesterday': 'Со вчерашнего дня',
  'overview.sinceYesterday.text': '+{gained} и −{lost} человек. Оплачено: {amounts}.',
  'overview.sinceYesterday.unpaid': '+{gained} и −{lost} человек. Платежей не было.',
  'overview.events': 'Последние события',
  'overview.events.none': 'Пока ничего не произошло.',
  'overview.event.aMonth': '{amount} в месяц',
  'overview.event.aYear': '{amount} в год',
  'overview.event.new': 'Новый взнос: {amount}',
  'overview.event.expansion': 'Взнос вырос на {amount}',
  'overview.event.contraction': 'Взнос снизился на {amount}',
  'overview.event.churn':
    'Взнос прекращён: {amount}{cause, select, chosen {, по желанию человека} cardfailure {, платёж не прошёл} dispute {, после спора} staff {, редакцией} stopped {, подписки остановлены} other {}}',
  'overview.event.reactivation': 'Взнос возобновлён: {amount}',
  'overview.event.pause': 'Пауза: {amount}',
  'overview.event.resume': 'Пауза закончилась: {amount}',
  'overview.event.transfer-in': 'Переход в эту валюту: {amount}',
  'overview.event.transfer-out': 'Переход из этой валюты: {amount}',
  'overview.event.payment-failed': 'Платёж не подтвердился: {amount}',
  'overview.event.refund': 'Возврат: {amount}',
  'overview.event.refund-failed': 'Возврат не прошёл, деньги вернулись: {amount}',
  'overview.event.dispute': 'Спор: банк забрал {amount}',
  'overview.event.dispute-reinstated': 'Спор выигран: вернулось {amount}',
  'overview.attention': 'Требует внимания',
  'overview.attention.none': 'Сегодня ничего не требуется.',
  'overview.attention.silent':
    'Данные Stripe не обновлялись {count, plural, one {# час} few {# часа} many {# часов} other {# часа}}.',
  'overview.attention.silent.do': 'Проверить входящие, затем вебхук в панели Stripe',
  'overview.attention.rejected':
    'Stripe отклонил {count, plural, one {# отмену} few {# отмены} many {# отмен} other {# отмены}}. Деньги с этих людей всё ещё списываются.',
  'overview.attention.rejected.do': 'Повторить во входящих',
  'overview.attention.parked':
    '{count, plural, one {Отложено # событие} few {Отложены # события} many {Отложено # событий} other {Отложено # события}}.',
  'overview.attention.parked.do': 'Повторить во входящих',
  'overview.attention.disputes':
    '{count, plural, one {Открыт # спор} few {Открыты # спора} many {Открыто # споров} other {Открыто # спора}}.',
  'overview.attention.disputes.do': 'Посмотреть во входящих и ответить в панели Stripe',
  'overview.attention.disowned': 'Чужие адреса: {count}.',
  'overview.attention.disowned.do': 'Отменить или вернуть и закрыть во входящих',
  'overview.attention.duplicates':
    '{count, plural, one {Решения ждёт # повторный взнос} few {Решения ждут # повторных взноса} many {Решения ждут # повторных взносов} other {Решения ждут # повторного взноса}}.',
  'overview.attention.duplicates.do': 'Решить во входящих',
  'overview.attention.past-due':
    '{count, plural, one {Просрочен # взнос} few {Просрочены # взноса} many {Просрочено # взносов} other {Просрочено # взноса}}: {amounts} в месяц.',
  'overview.attention.past-due.do': 'Посмотреть, кого можно удержать',
  'overview.attention.bounced':
    'Письма {count, plural, one {# человеку} few {# людям} many {# людям} other {# человека}} не доходят.',
  'overview.attention.bounced.do': 'Отправить ссылку для входа из входящих',
  'overview.rounded':
    'Округлённые цифры для роли «report». По ним ничего нельзя узнать об одном человеке. Число людей округлено вниз до десяти. Деньги — на {day}.',
}
