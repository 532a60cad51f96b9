#!/usr/bin/env bash
exec java -Xmx256m -Dlogback.configurationFile=/etc/kafka/docker/logback.xml -cp '/opt/kafka/libs/*' org.apache.kafka.tools.consumer.group.ConsumerGroupCommand "$@"
