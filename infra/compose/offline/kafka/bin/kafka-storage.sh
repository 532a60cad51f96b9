#!/usr/bin/env bash
exec java -Xmx256m -Dlogback.configurationFile=/etc/kafka/docker/logback.xml -cp '/opt/kafka/libs/*' kafka.tools.StorageTool "$@"
