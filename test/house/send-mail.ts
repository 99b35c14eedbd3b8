import nodemailer from 'nodemailer';

/** Hands a raw mail to an SMTP server on the loopback; rejects when it does not answer 250. */
export async function sendMail(
  port: number,
  mail: { readonly raw: string; readonly from: string; readonly to: string },
): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
  });
  try {
    await transport.sendMail({ raw: mail.raw, envelope: { from: mail.from, to: [mail.to] } });
  } finally {
    transport.close();
  }
}
