export const accountSettings = {
  'preferences.title': 'Письма вам',
  'preferences.language': 'На каком языке?',
  'preferences.asGiven': 'На том, на котором я жертвовал(а)',
  'preferences.plain': 'Неприметные письма',
  'preferences.plainHint':
    'Ни тема, ни имя отправителя не говорят, что письмо от нас. Адрес отправителя и сам текст — говорят.',
  'preferences.save': 'Сохранить',
  'address.link': 'Сменить адрес почты',
  'address.title': 'Другой адрес почты',
  'address.text':
    'Введите новый адрес. Мы пришлём на него ссылку, и пока её не откроют, ничего не изменится. Квитанции Stripe тоже пойдут на новый адрес.',
  'address.new': 'Новый адрес почты',
  'address.link.asks':
    'Присылать отныне письма о пожертвовании в этот ящик? Если под этим адресом вы уже жертвуете, всё окажется на одной вашей странице.',
  'address.link.button': 'Да, в этот',
  'address.link.done': 'Готово. Письма приходят на новый адрес, и вход — по этому адресу.',
  'address.link.spent': 'Ссылку уже использовали, или её срок истёк.',
  'address.link.asksBack':
    'Снова присылать письма в этот ящик? Все, кто вошёл на вашу страницу, будут с неё выведены.',
  'address.back.button': 'Да, вернуть',
  'address.link.doneBack': 'Возвращено. Письма приходят в этот ящик, и вход — по этому адресу.',
  'mail.addressWas.subject': 'Ваш адрес изменён',
  'mail.addressWas.lead':
    'Письма о вашем пожертвовании теперь приходят на другой адрес: так кто-то попросил на вашей странице. Если это были вы, делать ничего не нужно.',
  'mail.addressWas.link': 'Если это были не вы, верните всё назад',
  'mail.addressWas.until':
    'Вернуть можно в течение семи дней. Все, кто вошёл на вашу страницу, будут с неё выведены.',
  'mail.address.subject': 'Подтвердите новый адрес',
  'mail.address.lead': 'Кто-то, надеемся, вы, хочет получать письма на этот адрес.',
  'mail.address.link': 'Подтвердить',
  'mail.address.until':
    'Ссылка работает один раз, полчаса. Если это были не вы, ничего делать не нужно, и ничего не изменится.',
  'account.done.address': 'Загляните в новый ящик: адрес сменится, когда вы откроете ссылку из письма.',
  'statement.heading': 'Выписки',
  'statement.title': 'Что вы пожертвовали в {year} году',
  'statement.lead': 'По записям редакции «{newsroom}». Имён здесь нет.',
  'statement.day': 'День',
  'statement.what': 'Что',
  'statement.amount': 'Сумма',
  'statement.total': 'Всего, {currency}',
  'statement.kind.payment': 'Пожертвовано',
  'statement.kind.payment-failed': 'В итоге не прошло',
  'statement.kind.refund': 'Возвращено вам',
  'statement.kind.refund-failed': 'Возврат не прошёл',
  'statement.kind.dispute': 'Отозвано вашим банком',
  'statement.kind.dispute-reinstated': 'Снова зачислено: банк снял возражение',
  'statement.print': 'Эту страницу можно напечатать или сохранить в файл средствами браузера.',
} as const
