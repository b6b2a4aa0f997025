// A worker in Go: takes one JSON message at a time, and acknowledges it when the work is done.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	amqp "github.com/rabbitmq/amqp091-go"
)

func env(name, otherwise string) string {
	if value, found := os.LookupEnv(name); found {
		return value
	}
	return otherwise
}

func address() string {
	where := url.URL{
		Scheme:  "amqp",
		User:    url.UserPassword(os.Getenv("RABBITMQ_USER"), os.Getenv("RABBITMQ_PASSWORD")),
		Host:    net.JoinHostPort(os.Getenv("RABBITMQ_HOST"), env("RABBITMQ_PORT", "5672")),
		Path:    "/" + env("RABBITMQ_VHOST", "/"),
		RawPath: "/" + url.PathEscape(env("RABBITMQ_VHOST", "/")),
	}
	if secure := os.Getenv("RABBITMQ_SECURE"); secure != "" && secure != "0" && secure != "false" {
		where.Scheme = "amqps"
		where.RawQuery = url.Values{"cacertfile": {os.Getenv("RABBITMQ_SSL_CAFILE")}}.Encode() // none: the system's
	}
	return where.String()
}

func work(kind string, body map[string]any, correlationID string) error {
	log.Printf("%s %v %s", kind, body, correlationID)
	return nil
}

func handle(message amqp.Delivery) error {
	var body map[string]any
	if err := json.Unmarshal(message.Body, &body); err != nil {
		return message.Reject(false) // never readable: away with it, or to a dead letter queue
	}
	if err := work(message.Type, body, message.CorrelationId); err != nil {
		log.Printf("%s failed: %v", message.MessageId, err)
		return message.Nack(false, !message.Redelivered) // once more, then away
	}
	return message.Ack(false)
}

func run(ctx context.Context, queue string) error {
	connection, err := amqp.Dial(address())
	if err != nil {
		return err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	// In the same words as config/publisher.php: durable, nothing else.
	if _, err = channel.QueueDeclare(queue, true, false, false, false, nil); err != nil {
		return err
	}
	if err = channel.Qos(1, 0, false); err != nil {
		return err
	}
	messages, err := channel.Consume(queue, "worker", false, false, false, false, nil)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done() // asked to end: finish what is at hand, take no more
		channel.Cancel("worker", false)
	}()
	for message := range messages {
		if err = handle(message); err != nil {
			return err
		}
	}
	if ctx.Err() == nil {
		return amqp.ErrClosed
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, env("PUBLISHER_QUEUE", "laravel_cms_messages")); err != nil {
		log.Fatal(err)
	}
}
